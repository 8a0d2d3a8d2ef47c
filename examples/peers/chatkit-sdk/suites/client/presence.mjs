// Presence of several users with several devices.

import assert from "node:assert/strict";

import { has } from "../../assertions.mjs";

export async function presence(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob", "carol"].map((id) => ({ id, name: id.toUpperCase() })) });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby", userIds: ["bob"] });
  const alice = await devices.connect("alice");
  const lobby = await alice.follow("lobby");
  const change = (current, previous, userId) => (states, user) =>
    states.current === current && states.previous === previous && user.id === userId;
  const bob = [devices.make("bob"), devices.make("bob")];

  await check("a user sees its own presence change to online", async () => {
    // The SDK follows its own presence before it registers, so it may report offline first.
    const online = ({ current }, { id }) => current === "online" && id === "alice";
    const [, user] = await alice.calls.next("onPresenceChanged", online);
    has(user, { name: "ALICE", presence: { state: "online" } });
  });
  await check("a user without a device is offline initially", async () => {
    const [, user] = await alice.calls.next("onPresenceChanged", change("offline", "unknown", "bob"));
    assert.equal(user.presence.state, "offline");
  });
  await check("a user who connects is reported online to connection and room hooks", async () => {
    await bob[0].connect();
    const [, user] = await alice.calls.next("onPresenceChanged", change("online", "offline", "bob"));
    has(user, { name: "BOB", presence: { state: "online" } });
    await lobby.next("onPresenceChanged", change("online", "offline", "bob"));
    assert.equal(lobby.room.users.find(({ id }) => id === "bob").presence.state, "online");
  });
  await check("a user is online until the last device disconnects", async () => {
    await bob[1].connect();
    bob[0].manager.disconnect();
    // Carol's events arrive after any event that the first device's disconnection caused.
    await sdk.addUsersToRoom({ roomId: "lobby", userIds: ["carol"] });
    await alice.calls.next("onPresenceChanged", change("offline", "unknown", "carol"));
    await devices.connect("carol");
    await alice.calls.next("onPresenceChanged", change("online", "offline", "carol"));
    assert.deepEqual(
      alice.calls.take("onPresenceChanged").map(([, { id }]) => id).filter((id) => id === "bob"),
      [],
    );
    bob[1].manager.disconnect();
    await alice.calls.next("onPresenceChanged", change("offline", "online", "bob"));
    await lobby.next("onPresenceChanged", change("offline", "online", "bob"));
  });
  await check("a user is offline while the connection is lost", async () => {
    const device = await devices.connect("bob");
    await alice.calls.next("onPresenceChanged", change("online", "offline", "bob"));
    const back = device.goOffline();
    await alice.calls.next("onPresenceChanged", change("offline", "online", "bob"));
    back();
    await alice.calls.next("onPresenceChanged", change("online", "offline", "bob"));
  });
  await check("a device that connects later receives the current states", async () => {
    const late = await devices.connect("carol");
    await late.follow("lobby");
    await late.calls.next("onPresenceChanged", change("online", "unknown", "alice"));
    await late.calls.next("onPresenceChanged", change("online", "unknown", "bob"));
  });
  await check("presence requires the permission presence:subscribe", async () => {
    await sdk.createGlobalRole({ name: "blind", permissions: ["user:get"] });
    await sdk.createUser({ id: "dave", name: "Dave" });
    await sdk.assignGlobalRoleToUser({ userId: "dave", name: "blind" });
    await assert.rejects(devices.connect("dave"), (thrown) => {
      assert.equal(thrown.statusCode, 401);
      assert.equal(thrown.info.error, "services/chatkit_authorizer/authorization/missing_permission");
      return true;
    });
  });
}
