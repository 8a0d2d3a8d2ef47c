// Rooms: creating, listing, reading, changing and deleting.

import assert from "node:assert/strict";

import { connect } from "../../connection.mjs";
import { has, idsOf, isTime, refused } from "../../assertions.mjs";

const ROOM_NOT_FOUND = "services/chatkit/not_found/room_not_found";
const INVALID = "services/chatkit/unprocessable_entity/validation_failed";

export async function rooms(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob", "carol"].map((id) => ({ id, name: id })) });

  await check("createRoom generates an id and needs no content type", async () => {
    const room = await connect().createRoom({ creatorId: "alice", name: "Made up" });
    assert.equal(typeof room.id, "string");
    assert.notEqual(room.id, "");
    has(room, { name: "Made up", created_by_id: "alice", private: false, member_user_ids: ["alice"] });
    isTime(room.created_at);
    isTime(room.updated_at);
    await sdk.deleteRoom({ id: room.id });
  });
  await check("createRoom stores all fields", async () => {
    const room = await sdk.createRoom({
      id: "cellar",
      creatorId: "alice",
      name: "The cellar",
      isPrivate: true,
      userIds: ["bob", "bob"],
      customData: { dark: true },
      pushNotificationTitleOverride: "Psst",
    });
    has(room, { id: "cellar", name: "The cellar", private: true, custom_data: { dark: true } });
    has(room, { push_notification_title_override: "Psst" });
    assert.deepEqual(room.member_user_ids.toSorted(), ["alice", "bob"]);
  });
  await check("createRoom rejects a duplicate id", () =>
    refused(
      sdk.createRoom({ id: "cellar", creatorId: "alice", name: "x" }),
      400,
      "services/chatkit/bad_request/duplicate_room_id",
    ),
  );
  await check("createRoom rejects unknown members and reports their number", async () => {
    const room = { creatorId: "alice", name: "x", userIds: ["bob", "nobody"] };
    const error = await refused(sdk.createRoom(room), 400, "services/chatkit/bad_request/users_not_found");
    assert.match(error.error_description, /1 .*3/);
  });
  await check("createRoom rejects an unknown creator", () =>
    refused(sdk.createRoom({ creatorId: "nobody", name: "x" }), 400, "services/chatkit/bad_request/users_not_found"),
  );
  await check("createRoom rejects a long name", () =>
    refused(sdk.createRoom({ creatorId: "alice", name: "x".repeat(61) }), 422, INVALID),
  );

  await check("getRoom returns the room with its members", async () => {
    const room = await sdk.getRoom({ roomId: "cellar" });
    has(room, { name: "The cellar", private: true, push_notification_title_override: "Psst" });
    assert.deepEqual(room.member_user_ids.toSorted(), ["alice", "bob"]);
  });
  await check("getRoom of an unknown room is not found", () =>
    refused(sdk.getRoom({ roomId: "nowhere" }), 404, ROOM_NOT_FOUND),
  );

  await sdk.createRoom({ id: "attic", creatorId: "bob", name: "The attic" });
  await sdk.createRoom({ id: "lobby", creatorId: "bob", name: "The lobby" });
  await check("getRooms lists public rooms in the order of ids, without members", async () => {
    const listed = await sdk.getRooms();
    assert.deepEqual(idsOf(listed), ["attic", "lobby"]);
    assert.ok(listed.every((room) => room.member_user_ids === null));
  });
  await check("getRooms lists private rooms on request", async () => {
    assert.deepEqual(idsOf(await sdk.getRooms({ includePrivate: true })), ["attic", "cellar", "lobby"]);
    assert.deepEqual(idsOf(await sdk.getRooms({ includePrivate: false })), ["attic", "lobby"]);
  });
  await check("getRooms starts after a given room", async () => {
    assert.deepEqual(idsOf(await sdk.getRooms({ fromId: "attic", includePrivate: true })), ["cellar", "lobby"]);
    assert.deepEqual(idsOf(await sdk.getRooms({ fromId: "lobby" })), []);
  });

  await check("updateRoom keeps absent fields", async () => {
    await sdk.updateRoom({ id: "cellar", name: "Basement" });
    await sdk.updateRoom({ id: "cellar", isPrivate: false });
    await sdk.updateRoom({ id: "cellar", customData: { lit: true } });
    await sdk.updateRoom({ id: "cellar", pushNotificationTitleOverride: "Hey" });
    has(await sdk.getRoom({ roomId: "cellar" }), {
      name: "Basement",
      private: false,
      custom_data: { lit: true },
      push_notification_title_override: "Hey",
    });
  });
  await check("null removes the title override", async () => {
    const body = { push_notification_title_override: null };
    await sdk.apiRequest({ method: "PUT", path: "/rooms/cellar", body });
    const room = await sdk.getRoom({ roomId: "cellar" });
    assert.equal(room.push_notification_title_override ?? null, null);
    has(room, { name: "Basement" });
  });
  await check("updateRoom of an unknown room is not found", () =>
    refused(sdk.updateRoom({ id: "nowhere", name: "x" }), 404, ROOM_NOT_FOUND),
  );
  await check("updateRoom rejects a long name", () =>
    refused(sdk.updateRoom({ id: "cellar", name: "x".repeat(61) }), 422, INVALID),
  );

  await check("deleteRoom deletes the room", async () => {
    await sdk.deleteRoom({ id: "attic" });
    await refused(sdk.getRoom({ roomId: "attic" }), 404, ROOM_NOT_FOUND);
    assert.deepEqual(idsOf(await sdk.getUserRooms({ userId: "bob" })).sort(), ["cellar", "lobby"]);
  });
  await check("deleteRoom of an unknown room is not found", () =>
    refused(sdk.deleteRoom({ id: "nowhere" }), 404, ROOM_NOT_FOUND),
  );
}
