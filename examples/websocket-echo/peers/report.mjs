// Runs checks in sequence, prints a line for each, and counts failures.

// The time limit of a check, in milliseconds.
const LIMIT = 60_000;

export class Report {
  passed = 0;
  failed = 0;

  // Runs a check. If it throws, it is reported as failed, and the next one still runs.
  async check(name, body) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${LIMIT} ms`)), LIMIT);
    });
    try {
      await Promise.race([body(), late]);
      this.passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED  ${name}\n        ${String(error?.stack ?? error).replaceAll("\n", "\n        ")}`);
    } finally {
      clearTimeout(timer);
    }
  }

  // Prints the totals and returns the exit code of the process.
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
