// Drives a Chatkit-compatible server with the published server SDK. Forgets everything the instance holds.
// Arguments name suites to run; without any all are run.

import { allUsed } from "./coverage.mjs";
import { play } from "./scenario.mjs";
import { attachments } from "./suites/server/attachments.mjs";
import { cursors } from "./suites/server/cursors.mjs";
import { identifiers } from "./suites/server/identifiers.mjs";
import { jobs } from "./suites/server/jobs.mjs";
import { membership } from "./suites/server/membership.mjs";
import { messages } from "./suites/server/messages.mjs";
import { paging } from "./suites/server/paging.mjs";
import { permissions } from "./suites/server/permissions.mjs";
import { roles } from "./suites/server/roles.mjs";
import { rooms } from "./suites/server/rooms.mjs";
import { tokens } from "./suites/server/tokens.mjs";
import { users } from "./suites/server/users.mjs";

// What the SDK's methods are made of; in its sources these are private.
const INTERNAL = ["assignRoleToUser", "createRole", "fetchMessages", "updatePermissionsForRole", "uploadAttachment"];

await play(
  [users, rooms, membership, messages, attachments, paging, cursors, roles, permissions, jobs, identifiers, tokens],
  { last: (check) => check("every method of the SDK was called", () => allUsed("Chatkit", INTERNAL)) },
);
