// Drives a Chatkit-compatible server with the published server SDK. Deletes everything in the instance.
// The arguments name the suites to run. Default: all suites.

import { allUsed } from "./coverage.mjs";
import { runScenario } from "./scenario.mjs";
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

// Methods that are private in the SDK's sources.
const INTERNAL = ["assignRoleToUser", "createRole", "fetchMessages", "updatePermissionsForRole", "uploadAttachment"];

await runScenario(
  [users, rooms, membership, messages, attachments, paging, cursors, roles, permissions, jobs, identifiers, tokens],
  { finalChecks: (check) => check("every method of the SDK was called", () => allUsed("Chatkit", INTERNAL)) },
);
