// Read cursors and unread counts.

import assert from "node:assert/strict";

import { has, isTime } from "../../assertions.mjs";

export async function cursors(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id.toUpperCase() })) });
  for (const id of ["lobby", "attic"]) await sdk.createRoom({ id, creatorId: "alice", name: id, userIds: ["bob"] });
  const alice = await devices.connect("alice");
  const tablet = await devices.connect("alice");
  const bob = await devices.connect("bob");
  const send = async (text) => (await sdk.sendSimpleMessage({ userId: "bob", roomId: "lobby", text })).message_id;
  const ids = [];

  await check("every message changes the unread count and the time of the last message", async () => {
    for (const text of ["one", "two", "three"]) ids.push(await send(text));
    for (const device of [alice, tablet, bob]) {
      const [room] = await device.calls.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 3);
      assert.equal(room.id, "lobby");
    }
    const [latest] = await alice.user.fetchMessages({ roomId: "lobby", limit: 1 });
    assert.equal(alice.room("lobby").lastMessageAt, latest.createdAt);
    has(alice.room("attic"), { unreadCount: 0, lastMessageAt: undefined });
  });
  await check("a device that connects later has the same counts", async () => {
    const phone = await devices.connect("alice");
    has(phone.room("lobby"), { unreadCount: 3, lastMessageAt: alice.room("lobby").lastMessageAt });
  });

  await check("there is no cursor until it is set", () => {
    assert.equal(alice.user.readCursor({ roomId: "lobby" }), undefined);
  });
  await check("setReadCursor notifies all devices of the user and changes the count", async () => {
    for (const device of [alice, tablet, bob]) device.calls.clear();
    await alice.user.setReadCursor({ roomId: "lobby", position: ids[1] });
    for (const device of [alice, tablet]) {
      const [cursor] = await device.calls.next("onNewReadCursor");
      has(cursor, { position: ids[1], roomId: "lobby", userId: "alice", type: 0 });
      has(cursor.user, { name: "ALICE" });
      has(cursor.room, { name: "lobby" });
      isTime(cursor.updatedAt);
      await device.calls.next("onRoomUpdated", ({ id, unreadCount }) => id === "lobby" && unreadCount === 1);
      assert.equal(device.user.readCursor({ roomId: "lobby" }).position, ids[1]);
    }
    assert.equal(bob.room("lobby").unreadCount, 3);
  });
  await check("of several concurrent positions the SDK sends the highest", async () => {
    tablet.calls.clear();
    const positions = [ids[0], ids[2], ids[1]];
    await Promise.all(positions.map((position) => alice.user.setReadCursor({ roomId: "lobby", position })));
    const [cursor] = await tablet.calls.next("onNewReadCursor");
    assert.equal(cursor.position, ids[2]);
    await tablet.calls.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 0);
    assert.deepEqual(tablet.calls.take("onNewReadCursor"), []);
  });

  await check("cursors of other users require a subscription to the room", async () => {
    assert.throws(() => bob.user.readCursor({ roomId: "lobby", userId: "alice" }), /subscribe/);
    await bob.follow("lobby");
    const cursor = bob.user.readCursor({ roomId: "lobby", userId: "alice" });
    has(cursor, { position: ids[2], roomId: "lobby" });
    has(cursor.user, { name: "ALICE" });
    has(cursor.room, { id: "lobby" });
  });
  await check("the room hook reports new cursors of other users but not the user's own", async () => {
    const calls = await bob.follow("lobby");
    await bob.user.setReadCursor({ roomId: "lobby", position: ids[0] });
    await bob.calls.next("onNewReadCursor");
    await alice.user.setReadCursor({ roomId: "lobby", position: 128_000 });
    const [cursor] = await calls.next("onNewReadCursor");
    has(cursor, { position: 128_000, userId: "alice" });
    assert.equal(bob.user.readCursor({ roomId: "lobby", userId: "alice" }).position, 128_000);
    assert.deepEqual(calls.take("onNewReadCursor"), []);
    assert.equal(bob.user.readCursor({ roomId: "lobby" }).position, ids[0]);
  });
  await check("a cursor set by a superuser is reported", async () => {
    alice.calls.clear();
    await sdk.setReadCursor({ userId: "alice", roomId: "attic", position: 7 });
    const [cursor] = await alice.calls.next("onNewReadCursor", ({ roomId }) => roomId === "attic");
    assert.equal(cursor.position, 7);
  });
  await check("a deleted message does not count as unread", async () => {
    const unread = alice.room("lobby").unreadCount;
    assert.equal(unread, 0);
    await sdk.setReadCursor({ userId: "alice", roomId: "lobby", position: ids[2] });
    const id = await send("short-lived");
    await alice.calls.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 1);
    await sdk.deleteMessage({ roomId: "lobby", messageId: id });
    await alice.calls.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 0);
  });
}
