// Runs checks one after the other, prints a line for each, and knows how many failed.

import { inTime } from "./in-time.mjs";

// A check that waits for something that never comes fails after this long.
const LIMIT = 60_000;

export class Report {
  passed = 0;
  failed = 0;
  #explain;

  // `explain` says in words what a check threw.
  constructor(explain = (thrown) => String(thrown?.stack ?? thrown)) {
    this.#explain = explain;
  }

  // A check that throws, or does not end, has failed; the next one runs all the same.
  async check(name, body) {
    try {
      await inTime(Promise.resolve().then(body), "its end", LIMIT);
      this.passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED  ${name}\n        ${this.#explain(error).replaceAll("\n", "\n        ")}`);
    }
  }

  // Prints the last line and says how the process is to end.
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
