// Members of rooms: adding, removing, joining and leaving.

import assert from "node:assert/strict";

import { requestAs } from "../../connection.mjs";
import { has, idsOf, refused } from "../../assertions.mjs";

const ROOM_NOT_FOUND = "services/chatkit/not_found/room_not_found";
const USERS_NOT_FOUND = "services/chatkit/bad_request/users_not_found";
const TOO_MANY = "services/chatkit/limits/room_add_remove_users_limit_exceeded";

export async function membership(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob", "carol"].map((id) => ({ id, name: id })) });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby" });
  await sdk.createRoom({ id: "cellar", creatorId: "alice", name: "Cellar", isPrivate: true });
  const members = async () => (await sdk.getRoom({ roomId: "lobby" })).member_user_ids.toSorted();

  await check("addUsersToRoom adds members", async () => {
    await sdk.addUsersToRoom({ roomId: "lobby", userIds: ["bob", "carol"] });
    assert.deepEqual(await members(), ["alice", "bob", "carol"]);
  });
  await check("addUsersToRoom ignores existing members", async () => {
    await sdk.addUsersToRoom({ roomId: "lobby", userIds: ["bob"] });
    assert.deepEqual(await members(), ["alice", "bob", "carol"]);
  });
  await check("addUsersToRoom rejects unknown users", () =>
    refused(sdk.addUsersToRoom({ roomId: "lobby", userIds: ["bob", "nobody"] }), 400, USERS_NOT_FOUND),
  );
  await check("addUsersToRoom rejects more than ten users", () => {
    const userIds = Array.from({ length: 11 }, (_, number) => `user-${number}`);
    return refused(sdk.addUsersToRoom({ roomId: "lobby", userIds }), 400, TOO_MANY);
  });
  await check("addUsersToRoom of an unknown room is not found", () =>
    refused(sdk.addUsersToRoom({ roomId: "nowhere", userIds: ["bob"] }), 404, ROOM_NOT_FOUND),
  );
  await check("removeUsersFromRoom removes members", async () => {
    await sdk.removeUsersFromRoom({ roomId: "lobby", userIds: ["bob", "carol"] });
    assert.deepEqual(await members(), ["alice"]);
  });
  await check("removeUsersFromRoom ignores users who are not members", async () => {
    await sdk.removeUsersFromRoom({ roomId: "lobby", userIds: ["bob"] });
    assert.deepEqual(await members(), ["alice"]);
  });
  await check("removeUsersFromRoom of an unknown room is not found", () =>
    refused(sdk.removeUsersFromRoom({ roomId: "nowhere", userIds: ["bob"] }), 404, ROOM_NOT_FOUND),
  );

  await check("getUserRooms returns the rooms with members and counts", async () => {
    const rooms = await sdk.getUserRooms({ userId: "alice" });
    assert.deepEqual(idsOf(rooms).sort(), ["cellar", "lobby"]);
    for (const room of rooms) {
      has(room, { member_user_ids: ["alice"], unread_count: 0 });
    }
    assert.deepEqual(await sdk.getUserRooms({ userId: "bob" }), []);
  });
  await check("getUserRooms of an unknown user is not found", () =>
    refused(sdk.getUserRooms({ userId: "nobody" }), 404, "services/chatkit/not_found/user_not_found"),
  );
  await check("getUserJoinableRooms returns the public rooms without the user", async () => {
    assert.deepEqual(idsOf(await sdk.getUserJoinableRooms({ userId: "bob" })), ["lobby"]);
    assert.deepEqual(await sdk.getUserJoinableRooms({ userId: "alice" }), []);
  });

  await check("a user can join again", async () => {
    for (let time = 0; time < 2; time += 1) {
      const { body, statusCode } = await requestAs(sdk, "bob", "POST", "/users/bob/rooms/lobby/join");
      assert.equal(statusCode, 200);
      has(JSON.parse(body), { id: "lobby", member_user_ids: ["alice", "bob"] });
    }
  });
  await check("the response to leaving has no body", async () => {
    const { body, statusCode } = await requestAs(sdk, "bob", "POST", "/users/bob/rooms/lobby/leave");
    assert.deepEqual([statusCode, body], [204, ""]);
    assert.deepEqual(await members(), ["alice"]);
  });
  await check("a user cannot join on behalf of another", () =>
    refused(
      requestAs(sdk, "bob", "POST", "/users/carol/rooms/lobby/join"),
      401,
      "services/chatkit_authorizer/authorization/invalid_token_subject",
    ),
  );
  await check("a user cannot join an unknown room", () =>
    refused(requestAs(sdk, "bob", "POST", "/users/bob/rooms/nowhere/join"), 404, ROOM_NOT_FOUND),
  );
  await check("a user sends a typing indicator", async () => {
    const { statusCode } = await requestAs(sdk, "alice", "POST", "/rooms/lobby/typing_indicators");
    assert.equal(statusCode, 204);
  });
}
