// The admin pages of Pandapush in a browser, against a server that runs: sign-in, applications, keys and the console.
//
//     node pandapush-admin/admin.mjs http://127.0.0.1:3000 USER PASSWORD
//
// Screenshots are written to the folder SCREENSHOTS, if it is set.

import { Report } from "../report.mjs";
import { liveConsole } from "./suites/console.mjs";
import { ending } from "./suites/ending.mjs";
import { everybody } from "./suites/everybody.mjs";
import { failures } from "./suites/failures.mjs";
import { info } from "./suites/info.mjs";
import { keys } from "./suites/keys.mjs";
import { modules } from "./suites/modules.mjs";
import { signingIn } from "./suites/signing-in.mjs";
import { openWalk } from "./walk.mjs";

const [base, user, password] = process.argv.slice(2);
if (!password) {
  console.error("usage: node pandapush-admin/admin.mjs http://ADDRESS USER PASSWORD");
  process.exit(2);
}

// A time limit for the whole script, in case the server or the browser does not respond.
setTimeout(() => {
  console.log("not done within five minutes");
  process.exit(1);
}, 300_000).unref();

const report = new Report();
const walk = await openWalk({ base, user, password });
for (const suite of [signingIn, modules, keys, info, liveConsole, failures, everybody, ending]) {
  await suite(walk, (name, body) => report.check(name, body));
  // Every later check would only wait for its time-out.
  if (!walk.application) break;
}
await walk.close();
process.exit(report.finish());
