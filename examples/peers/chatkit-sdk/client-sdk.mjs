// Drives a Chatkit-compatible server with the published client SDK. Deletes everything in the instance.
// The arguments name the suites to run. Default: all suites.

import assert from "node:assert/strict";

import { explain } from "./assertions.mjs";
import { allRecorded, allUsed } from "./coverage.mjs";
import { CONNECTION_HOOKS, Devices, ROOM_HOOKS } from "./device.mjs";
import { runScenario } from "./scenario.mjs";
import { connecting } from "./suites/client/connecting.mjs";
import { cursors } from "./suites/client/cursors.mjs";
import { files } from "./suites/client/files.mjs";
import { lookups } from "./suites/client/lookups.mjs";
import { messages } from "./suites/client/messages.mjs";
import { notifications } from "./suites/client/notifications.mjs";
import { presence } from "./suites/client/presence.mjs";
import { resuming } from "./suites/client/resuming.mjs";
import { rooms } from "./suites/client/rooms.mjs";
import { typing } from "./suites/client/typing.mjs";

// Members that the SDK's sources mark as internal.
const INTERNAL = {
  CurrentUser: [
    "_disableTabClosedNotifications",
    "_disableTabOpenNotifications",
    "_enableTabClosedNotifications",
    "_enableTabOpenNotifications",
    "_hasPermissionToSendNotifications",
    "_uploadAttachment",
    "decorateMessage",
    // Called by the manager.
    "disconnect",
    "establishPresenceSubscription",
    "establishUserSubscription",
    "setPropertiesFromBasicUser",
    "setReadCursorRequest",
    "subscribeToUserPresence",
    "uploadDataAttachment",
  ],
  Attachment: ["_fetchNewDownloadURL"],
  TokenProvider: ["cache", "cacheIsStale", "fetchFreshToken", "getValueOrFunction"],
  ChatManager: [],
};

// Errors that the SDK threw without a caller, for example on an unexpected message of the server. Error responses are
// ignored, because the SDK also requests presence without a caller.
const sdkErrors = [];
process.on("unhandledRejection", (thrown) => thrown instanceof Error && sdkErrors.push(explain(thrown)));

await runScenario([connecting, rooms, messages, files, cursors, typing, presence, lookups, resuming, notifications], {
  setUp: (sdk) => new Devices(sdk),
  finalChecks: async (check) => {
    for (const [name, internal] of Object.entries(INTERNAL)) {
      await check(`every method of ${name} was called`, () => allUsed(name, internal));
    }
    await check("every hook of a connection was called", () =>
      allRecorded("the hooks of a connection", CONNECTION_HOOKS),
    );
    await check("every hook of a room was called", () => allRecorded("the hooks of a room", ROOM_HOOKS));
    await check("the SDK threw no error without a caller", () => assert.deepEqual(sdkErrors, []));
  },
});
