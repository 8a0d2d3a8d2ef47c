// Read cursors, and what is unread by them.

import assert from "node:assert/strict";

import { has, isTime } from "../../assertions.mjs";

export async function cursors(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id.toUpperCase() })) });
  for (const id of ["lobby", "attic"]) await sdk.createRoom({ id, creatorId: "alice", name: id, userIds: ["bob"] });
  const alice = await devices.connect("alice");
  const tablet = await devices.connect("alice");
  const bob = await devices.connect("bob");
  const say = async (text) => (await sdk.sendSimpleMessage({ userId: "bob", roomId: "lobby", text })).message_id;
  const ids = [];

  await check("every message counts as unread, and says when it was", async () => {
    for (const text of ["one", "two", "three"]) ids.push(await say(text));
    for (const device of [alice, tablet, bob]) {
      const [room] = await device.heard.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 3);
      assert.equal(room.id, "lobby");
    }
    const [latest] = await alice.user.fetchMessages({ roomId: "lobby", limit: 1 });
    assert.equal(alice.room("lobby").lastMessageAt, latest.createdAt);
    has(alice.room("attic"), { unreadCount: 0, lastMessageAt: undefined });
  });
  await check("who connects later is given the same counts", async () => {
    const phone = await devices.connect("alice");
    has(phone.room("lobby"), { unreadCount: 3, lastMessageAt: alice.room("lobby").lastMessageAt });
  });

  await check("there is no cursor until it is set", () => {
    assert.equal(alice.user.readCursor({ roomId: "lobby" }), undefined);
  });
  await check("setReadCursor is told to all one's devices, and changes the count", async () => {
    for (const device of [alice, tablet, bob]) device.heard.clear();
    await alice.user.setReadCursor({ roomId: "lobby", position: ids[1] });
    for (const device of [alice, tablet]) {
      const [cursor] = await device.heard.next("onNewReadCursor");
      has(cursor, { position: ids[1], roomId: "lobby", userId: "alice", type: 0 });
      has(cursor.user, { name: "ALICE" });
      has(cursor.room, { name: "lobby" });
      isTime(cursor.updatedAt);
      await device.heard.next("onRoomUpdated", ({ id, unreadCount }) => id === "lobby" && unreadCount === 1);
      assert.equal(device.user.readCursor({ roomId: "lobby" }).position, ids[1]);
    }
    assert.equal(bob.room("lobby").unreadCount, 3);
  });
  await check("of several positions at once the furthest is sent", async () => {
    tablet.heard.clear();
    const positions = [ids[0], ids[2], ids[1]];
    await Promise.all(positions.map((position) => alice.user.setReadCursor({ roomId: "lobby", position })));
    const [cursor] = await tablet.heard.next("onNewReadCursor");
    assert.equal(cursor.position, ids[2]);
    await tablet.heard.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 0);
    assert.deepEqual(tablet.heard.take("onNewReadCursor"), []);
  });

  await check("another's cursor is for who follows the room", async () => {
    assert.throws(() => bob.user.readCursor({ roomId: "lobby", userId: "alice" }), /subscribe/);
    await bob.follow("lobby");
    const cursor = bob.user.readCursor({ roomId: "lobby", userId: "alice" });
    has(cursor, { position: ids[2], roomId: "lobby" });
    has(cursor.user, { name: "ALICE" });
    has(cursor.room, { id: "lobby" });
  });
  await check("another's new cursor is told to who follows the room, one's own is not", async () => {
    const heard = await bob.follow("lobby");
    await bob.user.setReadCursor({ roomId: "lobby", position: ids[0] });
    await bob.heard.next("onNewReadCursor");
    await alice.user.setReadCursor({ roomId: "lobby", position: 128_000 });
    const [cursor] = await heard.next("onNewReadCursor");
    has(cursor, { position: 128_000, userId: "alice" });
    assert.equal(bob.user.readCursor({ roomId: "lobby", userId: "alice" }).position, 128_000);
    assert.deepEqual(heard.take("onNewReadCursor"), []);
    assert.equal(bob.user.readCursor({ roomId: "lobby" }).position, ids[0]);
  });
  await check("a cursor that the application's server sets is told like any other", async () => {
    alice.heard.clear();
    await sdk.setReadCursor({ userId: "alice", roomId: "attic", position: 7 });
    const [cursor] = await alice.heard.next("onNewReadCursor", ({ roomId }) => roomId === "attic");
    assert.equal(cursor.position, 7);
  });
  await check("a deleted message is not unread", async () => {
    const unread = alice.room("lobby").unreadCount;
    assert.equal(unread, 0);
    await sdk.setReadCursor({ userId: "alice", roomId: "lobby", position: ids[2] });
    const id = await say("short-lived");
    await alice.heard.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 1);
    await sdk.deleteMessage({ roomId: "lobby", messageId: id });
    await alice.heard.next("onRoomUpdated", ({ unreadCount }) => unreadCount === 0);
  });
}
