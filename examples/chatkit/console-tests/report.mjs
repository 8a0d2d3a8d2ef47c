// Runs checks one after the other, prints a line for each, and knows how many failed.

// A check that waits for something that never comes fails after this long.
const LIMIT = 60_000;

export class Report {
  passed = 0;
  failed = 0;

  // A check that throws has failed; the next one runs all the same.
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

  // Prints the last line and says how the process is to end.
  finish() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
