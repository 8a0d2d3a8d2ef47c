// Drives a Chatkit-compatible server with the published server SDK. Forgets everything the instance holds.

import { connect } from "./connection.mjs";
import { Report } from "./report.mjs";
import { cursors } from "./suites/cursors.mjs";
import { identifiers } from "./suites/identifiers.mjs";
import { membership } from "./suites/membership.mjs";
import { messages } from "./suites/messages.mjs";
import { paging } from "./suites/paging.mjs";
import { rooms } from "./suites/rooms.mjs";
import { tokens } from "./suites/tokens.mjs";
import { users } from "./suites/users.mjs";

const report = new Report();

for (const suite of [users, rooms, membership, messages, paging, cursors, identifiers, tokens]) {
  const sdk = connect();
  // As the vendor's own tests did: every suite begins with nothing.
  await report.check(`${suite.name}: begin with an empty instance`, () =>
    sdk.apiRequest({ method: "DELETE", path: "/resources" }),
  );
  // What a suite prepares outside its checks may fail too.
  await report.check(`${suite.name}: run to its end`, () =>
    suite(sdk, (name, body) => report.check(`${suite.name}: ${name}`, body)),
  );
}

process.exit(report.finish());
