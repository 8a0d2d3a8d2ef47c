// Runs suites one after the other, each on an empty instance.

import { Report } from "../report.mjs";
import { explain } from "./assertions.mjs";
import { connect } from "./connection.mjs";

const LIMIT = 240_000;

// Runs all suites, then the last checks, and ends the process. `equip` gives a suite what it needs besides the server
// SDK; what it gives is closed when the suite has ended.
export async function play(suites, { equip = () => undefined, last = () => {} }) {
  const report = new Report(explain);
  // Each check ends in time; what suites do between them is meant to end as well.
  setTimeout(() => {
    console.log(`FAILED  the scenario took more than ${LIMIT} ms`);
    process.exit(1);
  }, LIMIT).unref();
  const wanted = process.argv.slice(2);
  for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const sdk = connect();
    const equipment = equip(sdk);
    // As the vendor's own tests did: every suite begins with nothing.
    await report.check(`${suite.name}: begin with an empty instance`, () =>
      sdk.apiRequest({ method: "DELETE", path: "/resources" }),
    );
    try {
      await suite(sdk, (name, body) => report.check(`${suite.name}: ${name}`, body), equipment);
    } catch (error) {
      // What a suite prepares outside its checks may fail too.
      await report.check(`${suite.name}: run to its end`, () => Promise.reject(error));
    }
    equipment?.close();
  }
  // Parts of a scenario cover parts of the SDK.
  if (wanted.length === 0) await last((name, body) => report.check(name, body));
  process.exit(report.finish());
}
