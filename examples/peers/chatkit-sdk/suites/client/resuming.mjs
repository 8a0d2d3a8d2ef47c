// Devices that were offline: message subscriptions are resumed. For all others the SDK compares the new initial state.

import assert from "node:assert/strict";

import { has, idsOf } from "../../assertions.mjs";

export async function resuming(sdk, check, devices) {
  const users = ["alice", "bob", "carol", "dave"];
  await sdk.createUsers({ users: users.map((id) => ({ id, name: id.toUpperCase() })) });
  for (const id of ["kept", "left", "changed", "deleted"]) {
    await sdk.createRoom({ id, creatorId: "bob", name: id, userIds: ["alice", "carol"] });
  }
  const send = async (text) => (await sdk.sendSimpleMessage({ userId: "bob", roomId: "kept", text })).message_id;
  const before = await send("before");
  const alice = await devices.connect("alice");
  const tablet = await devices.connect("alice");
  const newer = await alice.follow("kept");
  const older = await tablet.follow("kept", { older: true });
  const both = [newer, older];
  // Returns all messages up to this one.
  const messagesUntil = async (calls, id) => {
    const [last] = await calls.next("onMessage", (message) => message.id === id);
    return [...calls.take("onMessage").map(([message]) => message), last];
  };
  const about = (roomId) => (room) => room.id === roomId;

  await check("messages sent while offline arrive once, and earlier ones are not repeated", async () => {
    for (const calls of both) assert.deepEqual(idsOf(await messagesUntil(calls, before)), [before]);
    const live = await send("live");
    for (const calls of both) await messagesUntil(calls, live);

    const backs = [alice.goOffline(), tablet.goOffline()];
    const missed = [];
    // More messages than a new subscription starts with.
    for (let number = 0; number < 30; number += 1) missed.push(await send(`missed ${number}`));
    backs.forEach((back) => back());
    for (const calls of both) {
      const received = await messagesUntil(calls, missed.at(-1));
      assert.deepEqual(idsOf(received), missed);
      has(received[0].sender, { id: "bob", name: "BOB" });
    }
    const after = await send("after");
    for (const calls of both) assert.deepEqual(idsOf(await messagesUntil(calls, after)), [after]);
  });

  await check("messages resume after a deletion was the last event", async () => {
    for (const device of [alice, tablet]) device.calls.clear();
    for (const calls of both) calls.clear();
    // The last event before the device goes offline is the deletion of a message.
    const shortLived = await send("short-lived");
    const unsent = await send("stays");
    await sdk.deleteMessage({ roomId: "kept", messageId: shortLived });
    await newer.next("onMessageDeleted", (id) => id === shortLived);
    await messagesUntil(newer, unsent);

    const back = alice.goOffline();
    await sdk.removeUsersFromRoom({ roomId: "left", userIds: ["alice"] });
    await sdk.updateRoom({ id: "changed", name: "Renamed", customData: { n: 1 } });
    await sdk.deleteRoom({ id: "deleted" });
    await sdk.createRoom({ id: "new", creatorId: "bob", name: "New", userIds: ["alice"] });
    await sdk.addUsersToRoom({ roomId: "kept", userIds: ["dave"] });
    await sdk.removeUsersFromRoom({ roomId: "kept", userIds: ["carol"] });
    await sdk.setReadCursor({ userId: "alice", roomId: "kept", position: before });
    await sdk.setReadCursor({ userId: "bob", roomId: "kept", position: unsent });
    const missed = await send("missed");
    back();
    assert.deepEqual(idsOf(await messagesUntil(newer, missed)), [missed]);
  });
  await check("rooms that changed while offline are reported", async () => {
    has((await alice.calls.next("onAddedToRoom", about("new")))[0], { name: "New" });
    const [changed] = await alice.calls.next("onRoomUpdated", about("changed"));
    has(changed, { name: "Renamed", customData: { n: 1 } });
    await alice.calls.next("onRemovedFromRoom", about("left"));
    await alice.calls.next("onRemovedFromRoom", about("deleted"));
    assert.deepEqual(idsOf(alice.user.rooms).toSorted(), ["changed", "kept", "new"]);
  });
  await check("members that changed while offline are reported", async () => {
    has((await newer.next("onUserJoined"))[0], { id: "dave", name: "DAVE" });
    has((await newer.next("onUserLeft"))[0], { id: "carol" });
    await alice.calls.next("onUserJoinedRoom");
    await alice.calls.next("onUserLeftRoom");
    assert.deepEqual(newer.room.userIds.toSorted(), ["alice", "bob", "dave"]);
  });
  await check("cursors that changed while offline are reported", async () => {
    const [own] = await alice.calls.next("onNewReadCursor", ({ roomId }) => roomId === "kept");
    has(own, { userId: "alice", position: before });
    const [others] = await newer.next("onNewReadCursor");
    has(others, { userId: "bob" });
    assert.equal(alice.user.readCursor({ roomId: "kept" }).position, before);
  });
  await check("the connected device received the same changes as events", async () => {
    await tablet.calls.next("onAddedToRoom", about("new"));
    await tablet.calls.next("onRoomUpdated", about("changed"));
    await tablet.calls.next("onRemovedFromRoom", about("left"));
    await tablet.calls.next("onRoomDeleted", about("deleted"));
    has((await older.next("onUserJoined"))[0], { id: "dave" });
    has((await older.next("onUserLeft"))[0], { id: "carol" });
    has((await tablet.calls.next("onNewReadCursor"))[0], { position: before });
  });
  await check("live events continue after the reconnection", async () => {
    await sdk.updateRoom({ id: "new", name: "Newer" });
    await alice.calls.next("onRoomUpdated", ({ name }) => name === "Newer");
    await sdk.removeUsersFromRoom({ roomId: "kept", userIds: ["dave"] });
    has((await newer.next("onUserLeft"))[0], { id: "dave" });
    await sdk.setReadCursor({ userId: "bob", roomId: "kept", position: 1 });
    await newer.next("onNewReadCursor", ({ position }) => position === 1);
    const last = await send("last");
    assert.deepEqual(idsOf(await messagesUntil(newer, last)), [last]);
  });
  await check("a connection without a close frame is replaced", async () => {
    const late = await devices.connect("alice");
    // A subscription can be resumed only after its first event.
    const calls = await late.follow("kept", { messageLimit: 1 });
    await calls.next("onMessage");
    late.breakConnection();
    const id = await send("into the gap");
    assert.deepEqual(idsOf(await messagesUntil(calls, id)), [id]);
  });
}
