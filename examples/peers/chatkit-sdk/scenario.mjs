// Runs suites in sequence, each on an empty instance.

import { Report } from "../report.mjs";
import { explain } from "./assertions.mjs";
import { connect } from "./connection.mjs";
import { createInitialRoles } from "./initial-roles.mjs";

const LIMIT = 240_000;

// Runs all suites and then `finalChecks`, and ends the process. `setUp` creates further resources of a suite, which are
// closed after it.
export async function runScenario(suites, { setUp = () => undefined, finalChecks = () => {} }) {
  const report = new Report(explain);
  // The time limit also covers what suites do between their checks.
  setTimeout(() => {
    console.log(`FAILED  the scenario took more than ${LIMIT} ms`);
    process.exit(1);
  }, LIMIT).unref();
  const wanted = process.argv.slice(2);
  for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const sdk = connect();
    const resources = setUp(sdk);
    // As the vendor's tests did (`DELETE /resources` in examples/pusher-platform/PROTOCOL.md §7).
    await report.check(`${suite.name}: start with an empty instance`, async () => {
      await sdk.apiRequest({ method: "DELETE", path: "/resources" });
      await createInitialRoles(sdk);
    });
    try {
      await suite(sdk, (name, body) => report.check(`${suite.name}: ${name}`, body), resources);
    } catch (error) {
      // The preparations of a suite outside its checks may fail too.
      await report.check(`${suite.name}: complete the suite`, () => Promise.reject(error));
    }
    resources?.close();
  }
  // A subset of the suites does not use the whole SDK.
  if (wanted.length === 0) await finalChecks((name, body) => report.check(name, body));
  process.exit(report.finish());
}
