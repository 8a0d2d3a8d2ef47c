// Runs checks in sequence, prints a line for each, and counts failures.

import { inTime } from "./in-time.mjs";

// The default time limit of a check, in milliseconds.
const LIMIT = 60_000;

export class Report {
  passed = 0;
  failed = 0;
  #explain;

  // `explain` describes what a check threw.
  constructor(explain = (thrown) => String(thrown?.stack ?? thrown)) {
    this.#explain = explain;
  }

  // Runs a check. If it throws or does not end in time, it is reported as failed, and the next one still runs.
  async check(name, body, limit = LIMIT) {
    try {
      await inTime(Promise.resolve().then(body), "the end of the check", limit);
      this.passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED  ${name}\n        ${this.#explain(error).replaceAll("\n", "\n        ")}`);
    }
  }

  // Prints the totals and returns the exit code of the process.
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
