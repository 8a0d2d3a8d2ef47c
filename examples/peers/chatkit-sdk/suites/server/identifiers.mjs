// Ids with characters that are special in paths, in all calls that encode them.

import assert from "node:assert/strict";

import { has, idsOf } from "../../assertions.mjs";

const SPECIAL = ["a/b", "50%", "%2F", "with space", "a+b", "a?b#c", "ünïcode 日本", "a:b@c", "..."];

export async function identifiers(sdk, check) {
  for (const id of SPECIAL) {
    await check(`a user with the id ${id}`, async () => {
      await sdk.createUser({ id, name: "Awkward" });
      has(await sdk.getUser({ id }), { id });
      assert.deepEqual(idsOf(await sdk.getUsersById({ userIds: [id] })), [id]);
    });
    await check(`a room with the id ${id}`, async () => {
      has(await sdk.createRoom({ id, creatorId: id, name: "Awkward" }), { id, created_by_id: id });
      has(await sdk.getRoom({ roomId: id }), { id, member_user_ids: [id] });
      await sdk.addUsersToRoom({ roomId: id, userIds: [SPECIAL[0]] });
      if (id !== SPECIAL[0]) await sdk.removeUsersFromRoom({ roomId: id, userIds: [SPECIAL[0]] });
    });
    await check(`messages in a room with the id ${id}`, async () => {
      const { message_id: messageId } = await sdk.sendSimpleMessage({ userId: id, roomId: id, text: "new" });
      await sdk.sendMessage({ userId: id, roomId: id, text: "old" });
      has(await sdk.fetchMultipartMessage({ roomId: id, messageId }), { room_id: id, user_id: id });
      await sdk.editSimpleMessage(id, messageId, { userId: id, text: "edited" });
      const listed = await sdk.getRoomMessages({ roomId: id, direction: "newer" });
      assert.deepEqual(listed.map((message) => message.text), ["edited", "old"]);
      await sdk.deleteMessage({ roomId: id, messageId });
      assert.equal((await sdk.fetchMultipartMessages({ roomId: id })).length, 1);
    });
    await check(`cursors of a user and a room with the id ${id}`, async () => {
      await sdk.setReadCursor({ userId: id, roomId: id, position: 1 });
      has(await sdk.getReadCursor({ userId: id, roomId: id }), { user_id: id, room_id: id, position: 1 });
      assert.equal((await sdk.getReadCursorsForUser({ userId: id })).length, 1);
      assert.equal((await sdk.getReadCursorsForRoom({ roomId: id })).length, 1);
    });
  }
  await check("getRooms starts after a special id", async () => {
    const all = idsOf(await sdk.getRooms());
    assert.deepEqual(all.toSorted(), SPECIAL.toSorted());
    for (const [index, fromId] of all.entries()) {
      assert.deepEqual(idsOf(await sdk.getRooms({ fromId })), all.slice(index + 1));
    }
  });
  // These calls of the SDK do not encode ids. Node encodes the space.
  await check("an id with a space in calls that do not encode it", async () => {
    const id = "with space";
    await sdk.updateUser({ id, name: "Renamed" });
    has(await sdk.getUser({ id }), { name: "Renamed" });
    assert.deepEqual(idsOf(await sdk.getUserRooms({ userId: id })), [id]);
    await sdk.updateRoom({ id, name: "Renamed" });
    await sdk.deleteRoom({ id });
    await sdk.deleteUser({ userId: id });
  });
}
