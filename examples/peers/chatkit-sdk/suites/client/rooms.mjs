// Rooms, as one user makes them and as others are told of them.

import assert from "node:assert/strict";

import { has, idsOf, refused } from "../../assertions.mjs";

const MISSING_PERMISSION = "services/chatkit_authorizer/authorization/missing_permission";
const ROOM_NOT_FOUND = "services/chatkit/not_found/room_not_found";

export async function rooms(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob", "carol"].map((id) => ({ id, name: id.toUpperCase() })) });
  const alice = await devices.connect("alice");
  const tablet = await devices.connect("alice");
  const bob = await devices.connect("bob");
  const about = (roomId) => (room) => room.id === roomId;
  const members = async (roomId) => (await sdk.getRoom({ roomId })).member_user_ids.toSorted();

  await check("createRoom makes a public room with an id of its own", async () => {
    const room = await alice.user.createRoom({ name: "Made up" });
    has(room, { name: "Made up", isPrivate: false, createdByUserId: "alice", unreadCount: 0 });
    assert.ok(alice.room(room.id));
    assert.deepEqual(await members(room.id), ["alice"]);
    await tablet.heard.next("onAddedToRoom", about(room.id));
  });
  await check("createRoom keeps what it is given, and tells everybody in it", async () => {
    const room = await alice.user.createRoom({
      id: "cellar",
      name: "Cellar",
      private: true,
      addUserIds: ["bob"],
      customData: { dark: true },
      pushNotificationTitleOverride: "Psst",
    });
    has(room, { id: "cellar", name: "Cellar", isPrivate: true, customData: { dark: true } });
    has(await sdk.getRoom({ roomId: "cellar" }), { push_notification_title_override: "Psst" });
    for (const device of [alice, tablet, bob]) {
      const [added] = await device.heard.next("onAddedToRoom", about("cellar"));
      has(added, { name: "Cellar", isPrivate: true, customData: { dark: true }, createdByUserId: "alice" });
      assert.ok(device.room("cellar"));
    }
  });
  await check("createRoom refuses an id that is taken", () =>
    refused(alice.user.createRoom({ id: "cellar", name: "x" }), 400, "services/chatkit/bad_request/duplicate_room_id"),
  );
  await check("createRoom refuses members who do not exist", () =>
    refused(
      alice.user.createRoom({ name: "x", addUserIds: ["nobody"] }),
      400,
      "services/chatkit/bad_request/users_not_found",
    ),
  );

  await check("getJoinableRooms gives public rooms one is not in", async () => {
    await alice.user.createRoom({ id: "lobby", name: "Lobby" });
    await alice.user.createRoom({ id: "vault", name: "Vault", private: true });
    const joinable = await bob.user.getJoinableRooms();
    has(joinable.find(({ id }) => id === "lobby"), { name: "Lobby", isPrivate: false, createdByUserId: "alice" });
    assert.ok(!idsOf(joinable).includes("vault"));
    assert.ok(!idsOf(joinable).includes("cellar"));
    assert.ok(!idsOf(await alice.user.getJoinableRooms()).includes("lobby"));
  });
  await check("joinRoom joins, and the room's others are told", async () => {
    const heard = await alice.follow("lobby");
    assert.deepEqual(heard.room.users.map(({ id }) => id), ["alice"]);
    has(await bob.user.joinRoom({ roomId: "lobby" }), { id: "lobby", name: "Lobby" });
    assert.ok(bob.room("lobby"));
    has((await heard.next("onUserJoined"))[0], { id: "bob", name: "BOB" });
    const [room, user] = await alice.heard.next("onUserJoinedRoom");
    assert.deepEqual([room.id, user.id], ["lobby", "bob"]);
    assert.deepEqual(room.userIds.toSorted(), ["alice", "bob"]);
    await bob.heard.next("onAddedToRoom", about("lobby"));
  });
  await check("joinRoom of a room one is in changes nothing", async () => {
    has(await bob.user.joinRoom({ roomId: "lobby" }), { id: "lobby" });
    assert.deepEqual(await members("lobby"), ["alice", "bob"]);
  });
  await check("joinRoom of nothing is refused", () =>
    refused(bob.user.joinRoom({ roomId: "nowhere" }), 404, ROOM_NOT_FOUND),
  );
  await check("leaveRoom leaves, and the room's others are told", async () => {
    alice.heard.clear();
    const heard = await alice.follow("lobby");
    has(await bob.user.leaveRoom({ roomId: "lobby" }), { id: "lobby" });
    await bob.heard.next("onRemovedFromRoom", about("lobby"));
    assert.equal(bob.room("lobby"), undefined);
    has((await heard.next("onUserLeft"))[0], { id: "bob" });
    const [room, user] = await alice.heard.next("onUserLeftRoom");
    assert.deepEqual([room.id, user.id, room.userIds], ["lobby", "bob", ["alice"]]);
  });
  await check("addUserToRoom adds, and who was added is told", async () => {
    const heard = await alice.follow("lobby");
    const room = await alice.user.addUserToRoom({ userId: "bob", roomId: "lobby" });
    assert.ok(room.userIds.includes("bob"));
    const [added] = await bob.heard.next("onAddedToRoom", about("lobby"));
    has(added, { name: "Lobby", unreadCount: 0 });
    has((await heard.next("onUserJoined"))[0], { id: "bob" });
  });
  await check("addUserToRoom refuses who does not exist", () =>
    refused(
      alice.user.addUserToRoom({ userId: "nobody", roomId: "lobby" }),
      400,
      "services/chatkit/bad_request/users_not_found",
    ),
  );
  await check("removeUserFromRoom removes, and who was removed is told", async () => {
    const heard = await alice.follow("lobby");
    const room = await alice.user.removeUserFromRoom({ userId: "bob", roomId: "lobby" });
    assert.ok(!room.userIds.includes("bob"));
    await bob.heard.next("onRemovedFromRoom", about("lobby"));
    has((await heard.next("onUserLeft"))[0], { id: "bob" });
  });
  await check("subscribing to a public room joins it", async () => {
    const heard = await bob.follow("lobby");
    has(heard.room, { id: "lobby", name: "Lobby" });
    assert.deepEqual(heard.room.userIds.toSorted(), ["alice", "bob"]);
    assert.deepEqual(heard.room.users.map(({ name }) => name).toSorted(), ["ALICE", "BOB"]);
    assert.ok(bob.user.isSubscribedTo("lobby"));
    assert.deepEqual(await members("lobby"), ["alice", "bob"]);
  });
  await check("subscribing to nothing is refused", () =>
    refused(bob.follow("nowhere"), 404, ROOM_NOT_FOUND),
  );
  await check("who was removed hears nothing more of the room, and may come back", async () => {
    const { id: roomId } = await alice.user.createRoom({ name: "Revolving", addUserIds: ["bob"] });
    await bob.heard.next("onAddedToRoom", about(roomId));
    const heard = await bob.follow(roomId, { messageLimit: 0, except: ["onPresenceChanged"] });
    await sdk.removeUsersFromRoom({ roomId, userIds: ["bob"] });
    await bob.heard.next("onRemovedFromRoom", about(roomId));
    await alice.user.sendSimpleMessage({ roomId, text: "behind bob's back" });
    await sdk.addUsersToRoom({ roomId, userIds: ["bob"] });
    await bob.heard.next("onAddedToRoom", about(roomId));
    const again = await bob.follow(roomId, { messageLimit: 1 });
    const [missed] = await again.next("onMessage");
    assert.equal(missed.parts[0].payload.content, "behind bob's back");
    await alice.user.sendSimpleMessage({ roomId, text: "welcome" });
    await again.next("onMessage", ({ parts }) => parts[0].payload.content === "welcome");
    assert.deepEqual(heard.take("onMessage"), []);
  });
  await check("of two subscriptions at once to one room one gives way", async () => {
    const room = await alice.user.createRoom({ name: "Twice" });
    const both = await Promise.allSettled([alice.follow(room.id), alice.follow(room.id)]);
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
    const heard = both.find(({ status }) => status === "fulfilled").value;
    await alice.user.sendSimpleMessage({ roomId: room.id, text: "first" });
    await alice.user.sendSimpleMessage({ roomId: room.id, text: "second" });
    await heard.next("onMessage", ({ parts }) => parts[0].payload.content === "second");
    assert.equal(heard.take("onMessage").length, 1);
  });

  await check("updateRoom and deleteRoom are not for everybody", async () => {
    await refused(bob.user.updateRoom({ roomId: "lobby", name: "x" }), 401, MISSING_PERMISSION);
    await refused(bob.user.deleteRoom({ roomId: "lobby" }), 401, MISSING_PERMISSION);
  });
  await sdk.assignGlobalRoleToUser({ userId: "bob", name: "admin" });
  const changes = [
    [{ name: "Renamed" }, { name: "Renamed", isPrivate: false, customData: undefined }],
    [{ private: true }, { name: "Renamed", isPrivate: true, customData: undefined }],
    [{ customData: { n: 42, list: [1, null] } }, { isPrivate: true, customData: { n: 42, list: [1, null] } }],
    [{ private: false, name: "Lobby" }, { name: "Lobby", isPrivate: false, customData: { n: 42, list: [1, null] } }],
    [{ pushNotificationTitleOverride: "Hey" }, { name: "Lobby", createdByUserId: "alice" }],
  ];
  for (const [change, seen] of changes) {
    await check(`updateRoom of ${Object.keys(change)} reaches every member`, async () => {
      for (const device of [alice, bob]) device.heard.clear();
      assert.equal(await bob.user.updateRoom({ roomId: "lobby", ...change }), undefined);
      for (const device of [alice, bob]) {
        const [room] = await device.heard.next("onRoomUpdated", about("lobby"));
        has(room, { ...seen, unreadCount: 0 });
        assert.equal(device.room("lobby"), room);
      }
    });
  }
  await check("null takes the title of notifications away", async () => {
    has(await sdk.getRoom({ roomId: "lobby" }), { push_notification_title_override: "Hey" });
    await bob.user.updateRoom({ roomId: "lobby", pushNotificationTitleOverride: null });
    const room = await sdk.getRoom({ roomId: "lobby" });
    assert.equal(room.push_notification_title_override ?? null, null);
  });
  await check("updateRoom of nothing is refused", () =>
    refused(bob.user.updateRoom({ roomId: "nowhere", name: "x" }), 404, ROOM_NOT_FOUND),
  );
  await check("deleteRoom tells every member once", async () => {
    for (const device of [alice, bob]) device.heard.clear();
    await bob.user.deleteRoom({ roomId: "lobby" });
    for (const device of [alice, tablet, bob]) {
      await device.heard.next("onRoomDeleted", about("lobby"));
      assert.equal(device.room("lobby"), undefined);
    }
    await refused(sdk.getRoom({ roomId: "lobby" }), 404, ROOM_NOT_FOUND);
    // What comes later is told later.
    const room = await bob.user.createRoom({ name: "Later", addUserIds: ["alice"] });
    await alice.heard.next("onAddedToRoom", about(room.id));
    assert.deepEqual(alice.heard.take("onRemovedFromRoom"), []);
    assert.deepEqual(alice.heard.take("onRoomDeleted"), []);
  });
  await check("a room that a job deletes is gone for its members", async () => {
    await sdk.asyncDeleteRoom({ roomId: "cellar" });
    for (const device of [alice, bob]) await device.heard.next("onRoomDeleted", about("cellar"));
  });
  await check("a room with an awkward id", async () => {
    const id = "a/b c?ü&+%2F";
    const room = await alice.user.createRoom({ id, name: "Awkward" });
    assert.equal(room.id, id);
    const heard = await bob.follow(id);
    await alice.user.sendSimpleMessage({ roomId: id, text: "hello" });
    has((await heard.next("onMessage"))[0], { roomId: id, senderId: "alice" });
    await bob.user.isTypingIn({ roomId: id });
    await bob.user.leaveRoom({ roomId: id });
  });
  await check("a user who is deleted leaves the rooms", async () => {
    const room = await alice.user.createRoom({ name: "Shared", addUserIds: ["carol"] });
    const heard = await alice.follow(room.id);
    await sdk.deleteUser({ userId: "carol" });
    has((await heard.next("onUserLeft"))[0], { id: "carol" });
    assert.deepEqual(heard.room.userIds, ["alice"]);
  });
}
