// Rooms: operations of one user and the hook calls at all members.

import assert from "node:assert/strict";

import { has, idsOf, refused } from "../../assertions.mjs";

const MISSING_PERMISSION = "services/chatkit_authorizer/authorization/missing_permission";
const CANNOT_JOIN = "services/chatkit/authorization/cannot_join_private_room";
const ROOM_MEMBERSHIP_REQUIRED = "services/chatkit_authorizer/authorization/room_membership_required";
const ROOM_NOT_FOUND = "services/chatkit/not_found/room_not_found";

export async function rooms(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob", "carol"].map((id) => ({ id, name: id.toUpperCase() })) });
  const alice = await devices.connect("alice");
  const tablet = await devices.connect("alice");
  const bob = await devices.connect("bob");
  const about = (roomId) => (room) => room.id === roomId;
  const members = async (roomId) => (await sdk.getRoom({ roomId })).member_user_ids.toSorted();

  await check("createRoom creates a public room with a generated id", async () => {
    const room = await alice.user.createRoom({ name: "Made up" });
    has(room, { name: "Made up", isPrivate: false, createdByUserId: "alice", unreadCount: 0 });
    assert.ok(alice.room(room.id));
    assert.deepEqual(await members(room.id), ["alice"]);
    await tablet.calls.next("onAddedToRoom", about(room.id));
  });
  await check("createRoom stores all fields and notifies all members", async () => {
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
      const [added] = await device.calls.next("onAddedToRoom", about("cellar"));
      has(added, { name: "Cellar", isPrivate: true, customData: { dark: true }, createdByUserId: "alice" });
      assert.ok(device.room("cellar"));
    }
  });
  await check("createRoom rejects a duplicate id", () =>
    refused(alice.user.createRoom({ id: "cellar", name: "x" }), 400, "services/chatkit/bad_request/duplicate_room_id"),
  );
  await check("createRoom rejects unknown members", () =>
    refused(
      alice.user.createRoom({ name: "x", addUserIds: ["nobody"] }),
      400,
      "services/chatkit/bad_request/users_not_found",
    ),
  );

  await check("getJoinableRooms returns the public rooms without the user", async () => {
    await alice.user.createRoom({ id: "lobby", name: "Lobby" });
    await alice.user.createRoom({ id: "vault", name: "Vault", private: true });
    const joinable = await bob.user.getJoinableRooms();
    has(joinable.find(({ id }) => id === "lobby"), { name: "Lobby", isPrivate: false, createdByUserId: "alice" });
    assert.ok(!idsOf(joinable).includes("vault"));
    assert.ok(!idsOf(joinable).includes("cellar"));
    assert.ok(!idsOf(await alice.user.getJoinableRooms()).includes("lobby"));
  });
  await check("joinRoom adds the user and notifies the other members", async () => {
    const calls = await alice.follow("lobby");
    assert.deepEqual(calls.room.users.map(({ id }) => id), ["alice"]);
    has(await bob.user.joinRoom({ roomId: "lobby" }), { id: "lobby", name: "Lobby" });
    assert.ok(bob.room("lobby"));
    has((await calls.next("onUserJoined"))[0], { id: "bob", name: "BOB" });
    const [room, user] = await alice.calls.next("onUserJoinedRoom");
    assert.deepEqual([room.id, user.id], ["lobby", "bob"]);
    assert.deepEqual(room.userIds.toSorted(), ["alice", "bob"]);
    await bob.calls.next("onAddedToRoom", about("lobby"));
  });
  await check("joining again changes nothing", async () => {
    has(await bob.user.joinRoom({ roomId: "lobby" }), { id: "lobby" });
    assert.deepEqual(await members("lobby"), ["alice", "bob"]);
  });
  await check("joinRoom of an unknown room is rejected", () =>
    refused(bob.user.joinRoom({ roomId: "nowhere" }), 404, ROOM_NOT_FOUND),
  );
  await check("leaveRoom removes the user and notifies the other members", async () => {
    alice.calls.clear();
    const calls = await alice.follow("lobby");
    has(await bob.user.leaveRoom({ roomId: "lobby" }), { id: "lobby" });
    await bob.calls.next("onRemovedFromRoom", about("lobby"));
    assert.equal(bob.room("lobby"), undefined);
    has((await calls.next("onUserLeft"))[0], { id: "bob" });
    const [room, user] = await alice.calls.next("onUserLeftRoom");
    assert.deepEqual([room.id, user.id, room.userIds], ["lobby", "bob", ["alice"]]);
  });
  await check("addUserToRoom notifies the added user", async () => {
    const calls = await alice.follow("lobby");
    const room = await alice.user.addUserToRoom({ userId: "bob", roomId: "lobby" });
    assert.ok(room.userIds.includes("bob"));
    const [added] = await bob.calls.next("onAddedToRoom", about("lobby"));
    has(added, { name: "Lobby", unreadCount: 0 });
    has((await calls.next("onUserJoined"))[0], { id: "bob" });
  });
  await check("addUserToRoom rejects an unknown user", () =>
    refused(
      alice.user.addUserToRoom({ userId: "nobody", roomId: "lobby" }),
      400,
      "services/chatkit/bad_request/users_not_found",
    ),
  );
  await check("removeUserFromRoom notifies the removed user", async () => {
    const calls = await alice.follow("lobby");
    const room = await alice.user.removeUserFromRoom({ userId: "bob", roomId: "lobby" });
    assert.ok(!room.userIds.includes("bob"));
    await bob.calls.next("onRemovedFromRoom", about("lobby"));
    has((await calls.next("onUserLeft"))[0], { id: "bob" });
  });
  await check("subscribing to a public room joins it", async () => {
    const calls = await bob.follow("lobby");
    has(calls.room, { id: "lobby", name: "Lobby" });
    assert.deepEqual(calls.room.userIds.toSorted(), ["alice", "bob"]);
    assert.deepEqual(calls.room.users.map(({ name }) => name).toSorted(), ["ALICE", "BOB"]);
    assert.ok(bob.user.isSubscribedTo("lobby"));
    assert.deepEqual(await members("lobby"), ["alice", "bob"]);
  });
  await check("a private room cannot be joined or read by a stranger, and a member adds users to it", async () => {
    await alice.user.createRoom({ id: "study", name: "Study", private: true });
    await alice.user.sendSimpleMessage({ roomId: "study", text: "a secret" });
    await refused(bob.user.joinRoom({ roomId: "study" }), 401, CANNOT_JOIN);
    await refused(bob.user.subscribeToRoomMultipart({ roomId: "study" }), 401, CANNOT_JOIN);
    await refused(bob.user.fetchMultipartMessages({ roomId: "study" }), 401, ROOM_MEMBERSHIP_REQUIRED);
    await refused(bob.user.addUserToRoom({ roomId: "study", userId: "bob" }), 401, ROOM_MEMBERSHIP_REQUIRED);
    await alice.user.addUserToRoom({ roomId: "study", userId: "bob" });
    await bob.calls.next("onAddedToRoom", about("study"));
    assert.equal((await bob.user.fetchMultipartMessages({ roomId: "study" })).length, 1);
  });
  await check("subscribing to an unknown room is rejected", () =>
    refused(bob.follow("nowhere"), 404, ROOM_NOT_FOUND),
  );
  await check("a removed user receives no events of the room until added again", async () => {
    const { id: roomId } = await alice.user.createRoom({ name: "Revolving", addUserIds: ["bob"] });
    await bob.calls.next("onAddedToRoom", about(roomId));
    const calls = await bob.follow(roomId, { messageLimit: 0, except: ["onPresenceChanged"] });
    await sdk.removeUsersFromRoom({ roomId, userIds: ["bob"] });
    await bob.calls.next("onRemovedFromRoom", about(roomId));
    await alice.user.sendSimpleMessage({ roomId, text: "behind bob's back" });
    await sdk.addUsersToRoom({ roomId, userIds: ["bob"] });
    await bob.calls.next("onAddedToRoom", about(roomId));
    const again = await bob.follow(roomId, { messageLimit: 1 });
    const [missed] = await again.next("onMessage");
    assert.equal(missed.parts[0].payload.content, "behind bob's back");
    await alice.user.sendSimpleMessage({ roomId, text: "welcome" });
    await again.next("onMessage", ({ parts }) => parts[0].payload.content === "welcome");
    assert.deepEqual(calls.take("onMessage"), []);
  });
  await check("of two concurrent subscriptions to a room one is rejected", async () => {
    const room = await alice.user.createRoom({ name: "Twice" });
    const both = await Promise.allSettled([alice.follow(room.id), alice.follow(room.id)]);
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
    const calls = both.find(({ status }) => status === "fulfilled").value;
    await alice.user.sendSimpleMessage({ roomId: room.id, text: "first" });
    await alice.user.sendSimpleMessage({ roomId: room.id, text: "second" });
    await calls.next("onMessage", ({ parts }) => parts[0].payload.content === "second");
    assert.equal(calls.take("onMessage").length, 1);
  });

  await check("updateRoom and deleteRoom require a permission", async () => {
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
      for (const device of [alice, bob]) device.calls.clear();
      assert.equal(await bob.user.updateRoom({ roomId: "lobby", ...change }), undefined);
      for (const device of [alice, bob]) {
        const [room] = await device.calls.next("onRoomUpdated", about("lobby"));
        has(room, { ...seen, unreadCount: 0 });
        assert.equal(device.room("lobby"), room);
      }
    });
  }
  await check("null removes the title override", async () => {
    has(await sdk.getRoom({ roomId: "lobby" }), { push_notification_title_override: "Hey" });
    await bob.user.updateRoom({ roomId: "lobby", pushNotificationTitleOverride: null });
    const room = await sdk.getRoom({ roomId: "lobby" });
    assert.equal(room.push_notification_title_override ?? null, null);
  });
  await check("updateRoom of an unknown room is rejected", () =>
    refused(bob.user.updateRoom({ roomId: "nowhere", name: "x" }), 404, ROOM_NOT_FOUND),
  );
  await check("deleteRoom notifies every member once", async () => {
    for (const device of [alice, bob]) device.calls.clear();
    await bob.user.deleteRoom({ roomId: "lobby" });
    for (const device of [alice, tablet, bob]) {
      await device.calls.next("onRoomDeleted", about("lobby"));
      assert.equal(device.room("lobby"), undefined);
    }
    await refused(sdk.getRoom({ roomId: "lobby" }), 404, ROOM_NOT_FOUND);
    // The event of a later room arrives after all events of the deletion.
    const room = await bob.user.createRoom({ name: "Later", addUserIds: ["alice"] });
    await alice.calls.next("onAddedToRoom", about(room.id));
    assert.deepEqual(alice.calls.take("onRemovedFromRoom"), []);
    assert.deepEqual(alice.calls.take("onRoomDeleted"), []);
  });
  await check("a deletion job notifies the members", async () => {
    await sdk.asyncDeleteRoom({ roomId: "cellar" });
    for (const device of [alice, bob]) await device.calls.next("onRoomDeleted", about("cellar"));
  });
  await check("a room with an id of special characters", async () => {
    const id = "a/b c?ü&+%2F";
    const room = await alice.user.createRoom({ id, name: "Awkward" });
    assert.equal(room.id, id);
    const calls = await bob.follow(id);
    await alice.user.sendSimpleMessage({ roomId: id, text: "hello" });
    has((await calls.next("onMessage"))[0], { roomId: id, senderId: "alice" });
    await bob.user.isTypingIn({ roomId: id });
    await bob.user.leaveRoom({ roomId: id });
  });
  await check("deleting a user notifies the other members", async () => {
    const room = await alice.user.createRoom({ name: "Shared", addUserIds: ["carol"] });
    const calls = await alice.follow(room.id);
    await sdk.deleteUser({ userId: "carol" });
    has((await calls.next("onUserLeft"))[0], { id: "carol" });
    assert.deepEqual(calls.room.userIds, ["alice"]);
  });
}
