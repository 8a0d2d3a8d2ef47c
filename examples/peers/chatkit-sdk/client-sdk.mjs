// Drives a Chatkit-compatible server with the published client SDK. Forgets everything the instance holds.
// Arguments name suites to run; without any all are run.

import assert from "node:assert/strict";

import { explain } from "./assertions.mjs";
import { allNoted, allUsed } from "./coverage.mjs";
import { CONNECTION_HOOKS, Devices, ROOM_HOOKS } from "./device.mjs";
import { play } from "./scenario.mjs";
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

// What the SDK has for itself, by its own sources.
const INTERNAL = {
  CurrentUser: [
    "_disableTabClosedNotifications",
    "_disableTabOpenNotifications",
    "_enableTabClosedNotifications",
    "_enableTabOpenNotifications",
    "_hasPermissionToSendNotifications",
    "_uploadAttachment",
    "decorateMessage",
    // A manager disconnects its user.
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

// Errors that no caller was given: the SDK stumbled over what the server told it. Refusals may go by unseen, since the
// SDK looks up presence for itself.
const stumbled = [];
process.on("unhandledRejection", (thrown) => thrown instanceof Error && stumbled.push(explain(thrown)));

await play([connecting, rooms, messages, files, cursors, typing, presence, lookups, resuming, notifications], {
  equip: (sdk) => new Devices(sdk),
  last: async (check) => {
    for (const [name, internal] of Object.entries(INTERNAL)) {
      await check(`every method of ${name} was called`, () => allUsed(name, internal));
    }
    await check("every hook of a connection was told something", () =>
      allNoted("the hooks of a connection", CONNECTION_HOOKS),
    );
    await check("every hook of a room was told something", () => allNoted("the hooks of a room", ROOM_HOOKS));
    await check("nothing made the SDK stumble", () => assert.deepEqual(stumbled, []));
  },
});
