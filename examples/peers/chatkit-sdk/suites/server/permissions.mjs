// Permissions of roles: each is required and sufficient for its requests.

import assert from "node:assert/strict";

import { requestAs, tokenOf } from "../../connection.mjs";
import { refused } from "../../assertions.mjs";
import { opening } from "../../subscribe.mjs";

const MISSING_PERMISSION = "services/chatkit_authorizer/authorization/missing_permission";
const USER = "olga";

// Returns a request per permission, by a member of the room `lobby`.
function requestsOf(sdk) {
  const as = (method, path, body) => requestAs(sdk, USER, method, path, body);
  const cursorsAs = (method, path, body) =>
    sdk.cursorsRequest({ method, path, body, jwt: tokenOf(sdk, USER) });
  const parts = [{ type: "text/plain", content: "hello" }];
  const announced = { content_type: "text/plain", content_length: 3 };
  const announce = (jwt) => sdk.apiRequest({ method: "POST", path: "/rooms/lobby/attachments", body: announced, jwt });
  const file = async () => JSON.parse((await announce(sdk.generateAccessToken({ su: true, userId: USER }).token)).body);
  return {
    "message:create": () => as("POST", "/rooms/lobby/messages", { parts }),
    "room:join": () => as("POST", `/users/${USER}/rooms/lobby/join`),
    "room:leave": () => as("POST", `/users/${USER}/rooms/attic/leave`),
    "room:members:add": () => as("PUT", "/rooms/lobby/users/add", { user_ids: ["alice"] }),
    "room:members:remove": () => as("PUT", "/rooms/lobby/users/remove", { user_ids: ["bob"] }),
    "room:get": () => as("GET", "/rooms/lobby"),
    "room:create": () => as("POST", "/rooms", { name: "Mine", private: false }),
    "room:update": () => as("PUT", "/rooms/lobby", { name: "Renamed" }),
    "room:delete": () => as("DELETE", "/rooms/doomed"),
    "room:messages:get": () => as("GET", "/rooms/lobby/messages"),
    "room:typing_indicator:create": () => as("POST", "/rooms/lobby/typing_indicators"),
    "presence:subscribe": () => opening("chatkit_presence", "v2", "/users/alice", tokenOf(sdk, USER)),
    "user:get": () => as("GET", "/users/alice"),
    "user:rooms:get": () => as("GET", `/users/${USER}/rooms`),
    "cursors:read:get": () => cursorsAs("GET", "/cursors/0/rooms/lobby"),
    "cursors:read:set": () => cursorsAs("PUT", `/cursors/0/rooms/lobby/users/${USER}`, { position: 1 }),
    "file:create": () => announce(tokenOf(sdk, USER)),
    "file:get": async () => as("GET", `/rooms/lobby/attachments/${(await file()).attachment_id}`),
  };
}

// Asserts that a request is allowed. A 404 counts as allowed, because permissions are checked first.
async function allowed(request) {
  try {
    await request();
  } catch (error) {
    assert.equal(error.status, 404, `${error.status} ${error.error}: ${error.error_description}`);
  }
}

export async function permissions(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob", USER].map((id) => ({ id, name: id })) });
  for (const id of ["lobby", "attic"]) {
    await sdk.createRoom({ id, creatorId: "alice", name: id, userIds: ["bob", USER] });
  }
  const permissionRequests = Object.entries(requestsOf(sdk));
  const all = permissionRequests.map(([permission]) => permission);
  const doomed = () => sdk.createRoom({ id: "doomed", creatorId: "alice", name: "Doomed" });
  const inRoom = all.filter((name) => /^(room:(?!create|join)|message)/.test(name));

  await check("the role admin has exactly these permissions", async () => {
    assert.deepEqual(all.toSorted(), (await sdk.getPermissionsForGlobalRole({ name: "admin" })).toSorted());
  });
  await sdk.createGlobalRole({ name: "lacking", permissions: [] });
  await sdk.createGlobalRole({ name: "narrow", permissions: [] });
  for (const [permission, request] of permissionRequests) {
    await check(`${permission} is required even with all other permissions`, async () => {
      await doomed();
      await sdk.deleteGlobalRole({ name: "lacking" });
      await sdk.createGlobalRole({ name: "lacking", permissions: all.filter((other) => other !== permission) });
      await sdk.assignGlobalRoleToUser({ userId: USER, name: "lacking" });
      await refused(request(), 401, MISSING_PERMISSION);
      await sdk.deleteRoom({ id: "doomed" });
    });
    await check(`${permission} is sufficient for its request`, async () => {
      await doomed();
      await sdk.deleteGlobalRole({ name: "narrow" });
      await sdk.createGlobalRole({ name: "narrow", permissions: [permission] });
      await sdk.assignGlobalRoleToUser({ userId: USER, name: "narrow" });
      await allowed(request);
      await sdk.deleteRoom({ id: "doomed" }).catch(() => {});
      await sdk.addUsersToRoom({ roomId: "attic", userIds: [USER] });
    });
  }

  await sdk.createGlobalRole({ name: "nothing", permissions: [] });
  await sdk.assignGlobalRoleToUser({ userId: USER, name: "nothing" });
  for (const [permission, request] of permissionRequests.filter(([permission]) => inRoom.includes(permission))) {
    await check(`a room role allows ${permission} in its room only`, async () => {
      await doomed();
      const roomId = permission === "room:delete" ? "doomed" : permission === "room:leave" ? "attic" : "lobby";
      const elsewhere = roomId === "lobby" ? "attic" : "lobby";
      await sdk.createRoomRole({ name: "local", permissions: [permission] });
      await sdk.assignRoomRoleToUser({ userId: USER, name: "local", roomId: elsewhere });
      await refused(request(), 401, MISSING_PERMISSION);
      await sdk.assignRoomRoleToUser({ userId: USER, name: "local", roomId });
      await allowed(request);
      await sdk.deleteRoomRole({ name: "local" });
      await refused(request(), 401, MISSING_PERMISSION);
      await sdk.deleteRoom({ id: "doomed" }).catch(() => {});
      await sdk.addUsersToRoom({ roomId: "attic", userIds: [USER] });
    });
  }

  await check("the permissions of the global and the room role add up", async () => {
    await sdk.createRoomRole({ name: "updater", permissions: ["room:update"] });
    await sdk.createGlobalRole({ name: "looker", permissions: ["room:get"] });
    await sdk.assignGlobalRoleToUser({ userId: USER, name: "looker" });
    await sdk.assignRoomRoleToUser({ userId: USER, name: "updater", roomId: "lobby" });
    await requestAs(sdk, USER, "GET", "/rooms/lobby");
    await requestAs(sdk, USER, "PUT", "/rooms/lobby", { name: "By both" });
    await refused(requestAs(sdk, USER, "PUT", "/rooms/attic", { name: "x" }), 401, MISSING_PERMISSION);
  });
  await check("changing a role affects its users at once", async () => {
    await sdk.updatePermissionsForRoomRole({ name: "updater", permissionsToRemove: ["room:update"] });
    await refused(requestAs(sdk, USER, "PUT", "/rooms/lobby", { name: "x" }), 401, MISSING_PERMISSION);
    await sdk.updatePermissionsForGlobalRole({ name: "looker", permissionsToAdd: ["room:update"] });
    await requestAs(sdk, USER, "PUT", "/rooms/attic", { name: "Allowed" });
  });
  await check("a user without an assigned role has the default role", async () => {
    await sdk.removeGlobalRoleForUser({ userId: USER });
    await refused(requestAs(sdk, USER, "PUT", "/rooms/attic", { name: "x" }), 401, MISSING_PERMISSION);
    await requestAs(sdk, USER, "GET", `/users/${USER}/rooms`);
  });
  await check("changing the default role affects all users", async () => {
    await sdk.updatePermissionsForGlobalRole({ name: "default", permissionsToRemove: ["user:get"] });
    await refused(requestAs(sdk, "bob", "GET", "/users/alice"), 401, MISSING_PERMISSION);
    await sdk.updatePermissionsForGlobalRole({ name: "default", permissionsToAdd: ["user:get"] });
    await requestAs(sdk, "bob", "GET", "/users/alice");
  });
  await check("a superuser needs no role, whatever the subject", async () => {
    await sdk.assignGlobalRoleToUser({ userId: USER, name: "nothing" });
    await sdk.sendSimpleMessage({ userId: USER, roomId: "lobby", text: "for her" });
    assert.ok((await sdk.getUserRooms({ userId: USER })).length > 0);
  });
  await check("deleting a room removes its roles", async () => {
    await doomed();
    await sdk.createRoomRole({ name: "owner", permissions: ["room:update"] });
    await sdk.assignRoomRoleToUser({ userId: USER, name: "owner", roomId: "doomed" });
    await requestAs(sdk, USER, "PUT", "/rooms/doomed", { name: "Mine" });
    await sdk.deleteRoom({ id: "doomed" });
    await doomed();
    await refused(requestAs(sdk, USER, "PUT", "/rooms/doomed", { name: "Still mine?" }), 401, MISSING_PERMISSION);
  });
  await check("deleting a user removes the roles of the user", async () => {
    await sdk.createUser({ id: "passing", name: "Passing" });
    await sdk.assignGlobalRoleToUser({ userId: "passing", name: "admin" });
    await sdk.deleteUser({ userId: "passing" });
    await sdk.createUser({ id: "passing", name: "Somebody else" });
    await refused(requestAs(sdk, "passing", "DELETE", "/rooms/lobby"), 401, MISSING_PERMISSION);
  });
}
