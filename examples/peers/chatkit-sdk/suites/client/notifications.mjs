// Notifications: for an open tab by subscription, for a closed one by a token for the service that wakes devices.
//
// Node has neither tabs nor a service worker: what a browser would show is noted, and the other service is played.

import assert from "node:assert/strict";

import { allNoted, note } from "../../coverage.mjs";
import { has, refused } from "../../assertions.mjs";
import { addressOf } from "../../settings.mjs";
import { Heard } from "../../waiting.mjs";

export async function notifications(sdk, report, devices) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id.toUpperCase() })) });
  const privately = { creatorId: "alice", isPrivate: true, userIds: ["bob"] };
  await sdk.createRoom({ ...privately, id: "cellar", name: "Cellar" });
  const title = "A cat was seen";
  await sdk.createRoom({ ...privately, id: "cats", name: "Cats", pushNotificationTitleOverride: title });

  const shown = new Heard();
  const browser = shown.hooks("the browser", ["show", "click"]);
  class Notification {
    static requestPermission = () => Promise.resolve("granted");

    constructor(heading, options) {
      this.data = options.data;
      browser.show(heading, options, this);
    }
  }
  globalThis.Notification = Notification;
  globalThis.focus = () => note("the browser", "focus");
  const beams = {
    tokens: [],
    async start() {
      note("the service that wakes devices", "start");
      return beams;
    },
    async setUserId(userId, { fetchToken }) {
      beams.tokens.push((await fetchToken(userId)).token);
    },
    async stop() {
      note("the service that wakes devices", "stop");
    },
  };
  // Each check begins with nothing shown.
  const check = (name, body) => {
    shown.clear();
    return report(name, body);
  };
  const options = { beamsInstanceInitFn: async () => beams };
  const alice = await devices.connect("alice", options);
  const bob = await devices.connect("bob");

  await check("notifications are enabled, and a token for the other service is fetched", async () => {
    await alice.user.enablePushNotifications({ onClick: browser.click, _visibilityStateOverride: "hidden" });
    assert.equal(beams.tokens.length, 1);
    const claims = JSON.parse(Buffer.from(beams.tokens[0].split(".")[1], "base64url"));
    assert.equal(claims.sub, "alice");
    allNoted("the service that wakes devices", ["start"]);
  });
  await check("a message of another is shown, with the room it leads to", async () => {
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "hello" });
    const [heading, { body, data, icon }, notification] = await shown.next("show");
    // The vendor's own tests ask for these two, in a private room of two.
    assert.deepEqual([heading, body], ["BOB", "hello"]);
    // Where a click leads and with which picture was a setting of the vendor's.
    assert.deepEqual([typeof data.pusher.deep_link, typeof icon], ["string", "string"]);
    notification.onclick({
      preventDefault: () => note("the browser", "preventDefault"),
      target: { data, close: () => note("the browser", "close") },
    });
    assert.deepEqual(await shown.next("click"), [{ roomId: "cellar" }]);
    allNoted("the browser", ["preventDefault", "focus", "close"]);
  });
  await check("a room may have a title of its own", async () => {
    await bob.user.sendMessage({ roomId: "cats", text: "in the older form" });
    const [heading, { body }] = await shown.next("show");
    assert.equal(heading, title);
    assert.match(body, /in the older form$/);
  });
  await check("one's own messages are not shown", async () => {
    await alice.user.sendSimpleMessage({ roomId: "cellar", text: "my own" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "another's" });
    const [, { body }] = await shown.next("show");
    assert.match(body, /another's$/);
  });
  await check("who looks at the tab is shown nothing", async () => {
    const looking = await devices.connect("alice", options);
    await looking.user.enablePushNotifications({ _visibilityStateOverride: "visible" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "seen" });
    // Once, for the tab that nobody looks at.
    await shown.next("show", (_, { body }) => body.endsWith("seen"));
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "and after" });
    await shown.next("show", (_, { body }) => body.endsWith("and after"));
    assert.deepEqual(shown.take("show"), []);
    looking.manager.disconnect();
  });
  await check("the other service can be left alone", async () => {
    const tablet = await devices.connect("alice", options);
    const before = beams.tokens.length;
    await tablet.user.enablePushNotifications({
      showNotificationsTabClosed: false,
      _visibilityStateOverride: "visible",
    });
    assert.equal(beams.tokens.length, before);
    allNoted("the service that wakes devices", ["stop"]);
    tablet.manager.disconnect();
  });
  await check("after they were disabled nothing is shown", async () => {
    await alice.manager.disablePushNotifications();
    const again = await devices.connect("alice", options);
    await again.user.enablePushNotifications({ _visibilityStateOverride: "hidden" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "first" });
    await bob.user.sendSimpleMessage({ roomId: "cellar", text: "second" });
    await shown.next("show", (_, { body }) => body.endsWith("second"));
    assert.equal(shown.take("show").length, 1);
    await again.user.disablePushNotifications();
  });
  await check("a failure of the other service is told", async () => {
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

  await check("notifications and tokens of others are refused", async () => {
    const missing = "services/chatkit_authorizer/authorization/invalid_token_subject";
    const token = await devices.tokens("bob").fetchToken();
    const asked = await fetch(addressOf("chatkit_beams_token_provider", "v1", "/beams-tokens?user_id=alice"), {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.deepEqual([asked.status, (await asked.json()).error], [401, missing]);
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
