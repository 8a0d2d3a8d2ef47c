// Push notifications: by subscription for an open tab, by Pusher Beams for a closed one.
//
// Node has neither tabs nor a service worker. The suite records what a browser would show, and Beams is a stub.

import assert from "node:assert/strict";

import { allRecorded, record } from "../../coverage.mjs";
import { has, refused } from "../../assertions.mjs";
import { addressOf } from "../../settings.mjs";
import { HookCalls } from "../../waiting.mjs";

export async function notifications(sdk, report, devices) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id.toUpperCase() })) });
  const privateRoom = { creatorId: "alice", isPrivate: true, userIds: ["bob"] };
  await sdk.createRoom({ ...privateRoom, id: "cellar", name: "Cellar" });
  const title = "A cat was seen";
  await sdk.createRoom({ ...privateRoom, id: "cats", name: "Cats", pushNotificationTitleOverride: title });

  const shown = new HookCalls();
  const browser = shown.hooks("the browser", ["show", "click"]);
  class Notification {
    static requestPermission = () => Promise.resolve("granted");

    constructor(heading, options) {
      this.data = options.data;
      browser.show(heading, options, this);
    }
  }
  globalThis.Notification = Notification;
  globalThis.focus = () => record("the browser", "focus");
  const beams = {
    tokens: [],
    async start() {
      record("Beams", "start");
      return beams;
    },
    async setUserId(userId, { fetchToken }) {
      beams.tokens.push((await fetchToken(userId)).token);
    },
    async stop() {
      record("Beams", "stop");
    },
  };
  // Each check starts without shown notifications.
  const check = (name, body) => {
    shown.clear();
    return report(name, body);
  };
  const options = { beamsInstanceInitFn: async () => beams };
  const alice = await devices.connect("alice", options);
  const bob = await devices.connect("bob");

  await check("enabling notifications fetches a Beams token", async () => {
    await alice.user.enablePushNotifications({ onClick: browser.click, _visibilityStateOverride: "hidden" });
    assert.equal(beams.tokens.length, 1);
    const claims = JSON.parse(Buffer.from(beams.tokens[0].split(".")[1], "base64url"));
    assert.equal(claims.sub, "alice");
    allRecorded("Beams", ["start"]);
  });
  await check("a message of another user is shown with its room", async () => {
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "hello" });
    const [heading, { body, data, icon }, notification] = await shown.next("show");
    // The vendor's tests expect these two values in a private room with two members.
    assert.deepEqual([heading, body], ["BOB", "hello"]);
    // The vendor's instance settings determined the link and the icon.
    assert.deepEqual([typeof data.pusher.deep_link, typeof icon], ["string", "string"]);
    notification.onclick({
      preventDefault: () => record("the browser", "preventDefault"),
      target: { data, close: () => record("the browser", "close") },
    });
    assert.deepEqual(await shown.next("click"), [{ roomId: "cellar" }]);
    allRecorded("the browser", ["preventDefault", "focus", "close"]);
  });
  await check("the title override of a room is shown", async () => {
    await bob.user.sendMessage({ roomId: "cats", text: "in the older form" });
    const [heading, { body }] = await shown.next("show");
    assert.equal(heading, title);
    assert.match(body, /in the older form$/);
  });
  await check("the user's own messages are not shown", async () => {
    await alice.user.sendSimpleMessage({ roomId: "cellar", text: "my own" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "another's" });
    const [, { body }] = await shown.next("show");
    assert.match(body, /another's$/);
  });
  await check("a visible tab shows no notification", async () => {
    const looking = await devices.connect("alice", options);
    await looking.user.enablePushNotifications({ _visibilityStateOverride: "visible" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "seen" });
    // The hidden tab shows one notification.
    await shown.next("show", (_, { body }) => body.endsWith("seen"));
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "and after" });
    await shown.next("show", (_, { body }) => body.endsWith("and after"));
    assert.deepEqual(shown.take("show"), []);
    looking.manager.disconnect();
  });
  await check("Beams can be disabled", async () => {
    const tablet = await devices.connect("alice", options);
    const before = beams.tokens.length;
    await tablet.user.enablePushNotifications({
      showNotificationsTabClosed: false,
      _visibilityStateOverride: "visible",
    });
    assert.equal(beams.tokens.length, before);
    allRecorded("Beams", ["stop"]);
    tablet.manager.disconnect();
  });
  await check("no notification is shown after disabling", async () => {
    await alice.manager.disablePushNotifications();
    const again = await devices.connect("alice", options);
    await again.user.enablePushNotifications({ _visibilityStateOverride: "hidden" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "first" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "second" });
    await shown.next("show", (_, { body }) => body.endsWith("second"));
    assert.equal(shown.take("show").length, 1);
    await again.user.disablePushNotifications();
  });
  await check("a failure of Beams is reported", async () => {
    const broken = await devices.connect("alice", { beamsInstanceInitFn: () => Promise.reject(new Error("broken")) });
    await assert.rejects(broken.user.enablePushNotifications(), (thrown) => {
      assert.match(thrown, /Chatkit error when enabling push notifications.*broken/);
      return true;
    });
    await assert.rejects(broken.manager.disablePushNotifications(), (thrown) => {
      assert.match(thrown, /Chatkit error when disabling push notifications.*broken/);
      return true;
    });
  });

  await check("notifications and Beams tokens of other users are rejected", async () => {
    const missing = "services/chatkit_authorizer/authorization/invalid_token_subject";
    const token = await devices.tokens("bob").fetchToken();
    const response = await fetch(addressOf("chatkit_beams_token_provider", "v1", "/beams-tokens?user_id=alice"), {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.deepEqual([response.status, (await response.json()).error], [401, missing]);
    const instance = alice.user.pushNotificationsInstance;
    const subscribed = new Promise((resolve, reject) => {
      instance.subscribeNonResuming({
        path: "/users/bob",
        listeners: { onOpen: () => resolve("opened"), onError: reject },
      });
    });
    await refused(subscribed, 401, missing);
  });
}
