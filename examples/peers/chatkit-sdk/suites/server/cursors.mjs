// Read cursors and unread counts.

import assert from "node:assert/strict";

import { has, isTime, refused } from "../../assertions.mjs";

export async function cursors(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id })) });
  for (const id of ["lobby", "attic"]) {
    await sdk.createRoom({ id, creatorId: "alice", name: id, userIds: ["bob"] });
  }
  const ids = [];
  for (const text of ["one", "two", "three"]) {
    ids.push((await sdk.sendSimpleMessage({ userId: "alice", roomId: "lobby", text })).message_id);
  }
  const seen = async (userId) => (await sdk.getUserRooms({ userId })).find((room) => room.id === "lobby");

  await check("getReadCursor is null until it is set", async () => {
    assert.equal(await sdk.getReadCursor({ userId: "bob", roomId: "lobby" }), null);
  });
  await check("without a cursor all messages are unread, including the user's own", async () => {
    has(await seen("bob"), { unread_count: 3 });
    has(await seen("alice"), { unread_count: 3 });
    isTime((await seen("alice")).last_message_at);
  });
  await check("setReadCursor sets the cursor", async () => {
    await sdk.setReadCursor({ userId: "bob", roomId: "lobby", position: ids[0] });
    const cursor = await sdk.getReadCursor({ userId: "bob", roomId: "lobby" });
    has(cursor, { cursor_type: 0, room_id: "lobby", user_id: "bob", position: ids[0] });
    isTime(cursor.updated_at);
    has(await seen("bob"), { unread_count: 2 });
  });
  await check("setReadCursor moves the cursor forward and back", async () => {
    await sdk.setReadCursor({ userId: "bob", roomId: "lobby", position: ids[2] });
    has(await seen("bob"), { unread_count: 0 });
    await sdk.setReadCursor({ userId: "bob", roomId: "lobby", position: ids[1] });
    has(await seen("bob"), { unread_count: 1 });
    has(await seen("alice"), { unread_count: 3 });
  });
  await check("setReadCursor accepts any integer and any room", async () => {
    await sdk.setReadCursor({ userId: "alice", roomId: "lobby", position: 123456789 });
    has(await seen("alice"), { unread_count: 0 });
    await sdk.setReadCursor({ userId: "alice", roomId: "nowhere", position: 0 });
    has(await sdk.getReadCursor({ userId: "alice", roomId: "nowhere" }), { position: 0 });
  });
  await check("the response to setting a cursor is 201 and an empty object", async () => {
    const path = "/cursors/0/rooms/attic/users/bob";
    const { statusCode, body } = await sdk.cursorsRequest({ method: "PUT", path, body: { position: 7 } });
    assert.deepEqual([statusCode, JSON.parse(body)], [201, {}]);
  });
  await check("getReadCursorsForUser returns the cursors of the user", async () => {
    const found = await sdk.getReadCursorsForUser({ userId: "bob" });
    const positions = Object.fromEntries(found.map((cursor) => [cursor.room_id, cursor.position]));
    assert.deepEqual(positions, { attic: 7, lobby: ids[1] });
  });
  await check("getReadCursorsForRoom returns the cursors of the room", async () => {
    const found = await sdk.getReadCursorsForRoom({ roomId: "lobby" });
    const positions = Object.fromEntries(found.map((cursor) => [cursor.user_id, cursor.position]));
    assert.deepEqual(positions, { alice: 123456789, bob: ids[1] });
    assert.deepEqual(await sdk.getReadCursorsForRoom({ roomId: "empty" }), []);
  });
  for (const position of ["7", 1.5, null]) {
    await check(`the position ${JSON.stringify(position)} is rejected`, () => {
      const path = "/cursors/0/rooms/attic/users/bob";
      return refused(sdk.cursorsRequest({ method: "PUT", path, body: { position } }), 400, /^services\/chatkit/);
    });
  }
}
