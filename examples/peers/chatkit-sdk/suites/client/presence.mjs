// Who is there: several users, each with several devices.

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

  await check("one sees oneself come online", async () => {
    // The SDK begins to watch itself before it says that it is there, so both may be told.
    const online = ({ current }, { id }) => current === "online" && id === "alice";
    const [, user] = await alice.heard.next("onPresenceChanged", online);
    has(user, { name: "ALICE", presence: { state: "online" } });
  });
  await check("who is not there is offline from the start", async () => {
    const [, user] = await alice.heard.next("onPresenceChanged", change("offline", "unknown", "bob"));
    assert.equal(user.presence.state, "offline");
  });
  await check("a user comes online, by connection and by room", async () => {
    await bob[0].connect();
    const [, user] = await alice.heard.next("onPresenceChanged", change("online", "offline", "bob"));
    has(user, { name: "BOB", presence: { state: "online" } });
    await lobby.next("onPresenceChanged", change("online", "offline", "bob"));
    assert.equal(lobby.room.users.find(({ id }) => id === "bob").presence.state, "online");
  });
  await check("a user is online until the last device has gone", async () => {
    await bob[1].connect();
    bob[0].manager.disconnect();
    // Carol's coming is told after whatever the first device's going would have caused.
    await sdk.addUsersToRoom({ roomId: "lobby", userIds: ["carol"] });
    await alice.heard.next("onPresenceChanged", change("offline", "unknown", "carol"));
    await devices.connect("carol");
    await alice.heard.next("onPresenceChanged", change("online", "offline", "carol"));
    assert.deepEqual(
      alice.heard.take("onPresenceChanged").map(([, { id }]) => id).filter((id) => id === "bob"),
      [],
    );
    bob[1].manager.disconnect();
    await alice.heard.next("onPresenceChanged", change("offline", "online", "bob"));
    await lobby.next("onPresenceChanged", change("offline", "online", "bob"));
  });
  await check("a lost connection is offline, and back with the connection", async () => {
    const device = await devices.connect("bob");
    await alice.heard.next("onPresenceChanged", change("online", "offline", "bob"));
    const back = device.leave();
    await alice.heard.next("onPresenceChanged", change("offline", "online", "bob"));
    back();
    await alice.heard.next("onPresenceChanged", change("online", "offline", "bob"));
  });
  await check("who comes later is told how it is", async () => {
    const late = await devices.connect("carol");
    await late.follow("lobby");
    await late.heard.next("onPresenceChanged", change("online", "unknown", "alice"));
    await late.heard.next("onPresenceChanged", change("online", "unknown", "bob"));
  });
  await check("presence is not for who may not watch it", async () => {
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
