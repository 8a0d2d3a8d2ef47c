// Roles: creating, changing, assigning and removing.

import assert from "node:assert/strict";

import { refused } from "../../assertions.mjs";
import { ALL, DEFAULT } from "../../initial-roles.mjs";

const ERROR_TYPE = /^services\/chatkit/;

export async function roles(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id })) });
  for (const id of ["lobby", "attic"]) await sdk.createRoom({ id, creatorId: "alice", name: id, userIds: ["bob"] });

  const listed = async () => {
    const found = (await sdk.getRoles()).map(({ name, scope, permissions }) => ({
      name,
      scope,
      permissions: permissions.toSorted(),
    }));
    return found.toSorted((a, b) => `${a.scope} ${a.name}`.localeCompare(`${b.scope} ${b.name}`));
  };
  const global = async (name) => (await sdk.getPermissionsForGlobalRole({ name })).toSorted();
  const room = async (name) => (await sdk.getPermissionsForRoomRole({ name })).toSorted();
  // Returns assigned roles as one line each. Earlier versions of the service call the name `name`.
  const assigned = async (userId) =>
    (await sdk.getUserRoles({ userId }))
      .map((role) => `${role.scope} ${role.role_name ?? role.name} ${role.room_id ?? ""}`.trim())
      .toSorted();

  await check("there are two initial roles", async () => {
    assert.deepEqual(await listed(), [
      { name: "admin", scope: "global", permissions: ALL },
      { name: "default", scope: "global", permissions: DEFAULT },
    ]);
    assert.deepEqual(await global("admin"), ALL);
    assert.deepEqual(await global("default"), DEFAULT);
  });
  await check("initially no role is assigned", async () => {
    assert.deepEqual(await assigned("alice"), []);
  });

  await check("createGlobalRole and createRoomRole create roles, possibly of the same name", async () => {
    await sdk.createGlobalRole({ name: "reader", permissions: ["room:messages:get", "room:get"] });
    await sdk.createRoomRole({ name: "reader", permissions: ["room:messages:get"] });
    assert.deepEqual(await global("reader"), ["room:get", "room:messages:get"]);
    assert.deepEqual(await room("reader"), ["room:messages:get"]);
    assert.equal((await listed()).length, 4);
  });
  await check("a role can have no permissions", async () => {
    await sdk.createRoomRole({ name: "silent", permissions: [] });
    assert.deepEqual(await room("silent"), []);
    await sdk.deleteRoomRole({ name: "silent" });
  });
  await check("an unknown permission is rejected", async () => {
    await refused(sdk.createGlobalRole({ name: "painter", permissions: ["room:paint"] }), 422, ERROR_TYPE);
    await refused(
      sdk.updatePermissionsForRoomRole({ name: "reader", permissionsToAdd: ["room:paint"] }),
      422,
      ERROR_TYPE,
    );
    assert.deepEqual(await room("reader"), ["room:messages:get"]);
  });
  await check("an unknown scope is rejected", async () => {
    const body = { name: "odd", scope: "galaxy", permissions: [] };
    await assert.rejects(sdk.authorizerRequest({ method: "POST", path: "/roles", body }), (error) => {
      assert.ok([400, 422].includes(error.status), `status ${error.status}`);
      return true;
    });
  });

  await check("updatePermissions adds and removes permissions in one scope", async () => {
    await sdk.updatePermissionsForGlobalRole({
      name: "reader",
      permissionsToAdd: ["user:get", "room:get"],
      permissionsToRemove: ["room:messages:get", "file:get"],
    });
    assert.deepEqual(await global("reader"), ["room:get", "user:get"]);
    assert.deepEqual(await room("reader"), ["room:messages:get"]);
    await sdk.updatePermissionsForRoomRole({ name: "reader", permissionsToAdd: ["message:create"] });
    await sdk.updatePermissionsForRoomRole({ name: "reader", permissionsToRemove: ["room:messages:get"] });
    assert.deepEqual(await room("reader"), ["message:create"]);
  });
  await check("the role default can be changed", async () => {
    await sdk.updatePermissionsForGlobalRole({ name: "default", permissionsToAdd: ["room:update"] });
    assert.deepEqual(await global("default"), [...DEFAULT, "room:update"].toSorted());
    await sdk.updatePermissionsForGlobalRole({ name: "default", permissionsToRemove: ["room:update"] });
    assert.deepEqual(await global("default"), DEFAULT);
  });
  await check("the role default cannot be deleted", async () => {
    await assert.rejects(sdk.deleteGlobalRole({ name: "default" }), (error) => {
      assert.ok(error.status >= 400 && error.status < 500, `status ${error.status}`);
      return true;
    });
    assert.deepEqual(await global("default"), DEFAULT);
  });

  await check("assignGlobalRoleToUser replaces the previous global role", async () => {
    await sdk.assignGlobalRoleToUser({ userId: "alice", name: "reader" });
    assert.deepEqual(await assigned("alice"), ["global reader"]);
    await sdk.assignGlobalRoleToUser({ userId: "alice", name: "admin" });
    assert.deepEqual(await assigned("alice"), ["global admin"]);
    assert.deepEqual(await assigned("bob"), []);
  });
  await check("assignRoomRoleToUser assigns one role per room", async () => {
    await sdk.createRoomRole({ name: "writer", permissions: ["message:create"] });
    await sdk.assignRoomRoleToUser({ userId: "bob", name: "reader", roomId: "lobby" });
    await sdk.assignRoomRoleToUser({ userId: "bob", name: "reader", roomId: "attic" });
    assert.deepEqual(await assigned("bob"), ["room reader attic", "room reader lobby"]);
    await sdk.assignRoomRoleToUser({ userId: "bob", name: "writer", roomId: "lobby" });
    assert.deepEqual(await assigned("bob"), ["room reader attic", "room writer lobby"]);
  });
  await check("an assigned role has its permissions", async () => {
    const found = await sdk.getUserRoles({ userId: "bob" });
    const writer = found.find((role) => (role.role_name ?? role.name) === "writer");
    assert.deepEqual(writer.permissions, ["message:create"]);
    assert.equal(writer.scope, "room");
  });
  await check("unknown roles cannot be assigned", async () => {
    await refused(sdk.assignGlobalRoleToUser({ userId: "bob", name: "king" }), 404, ERROR_TYPE);
    await refused(sdk.assignGlobalRoleToUser({ userId: "bob", name: "writer" }), 404, ERROR_TYPE);
    await refused(sdk.assignRoomRoleToUser({ userId: "bob", name: "admin", roomId: "lobby" }), 404, ERROR_TYPE);
  });

  await check("removeRoomRoleForUser removes the role in one room", async () => {
    await sdk.removeRoomRoleForUser({ userId: "bob", roomId: "lobby" });
    assert.deepEqual(await assigned("bob"), ["room reader attic"]);
  });
  await check("removeGlobalRoleForUser restores the role default", async () => {
    await sdk.removeGlobalRoleForUser({ userId: "alice" });
    assert.deepEqual(await assigned("alice"), []);
  });

  await check("deleting a role removes its assignments", async () => {
    await sdk.assignGlobalRoleToUser({ userId: "bob", name: "reader" });
    await sdk.deleteRoomRole({ name: "reader" });
    await refused(sdk.getPermissionsForRoomRole({ name: "reader" }), 404, ERROR_TYPE);
    assert.deepEqual(await global("reader"), ["room:get", "user:get"]);
    assert.deepEqual(await assigned("bob"), ["global reader"]);
    await sdk.deleteGlobalRole({ name: "reader" });
    await refused(sdk.getPermissionsForGlobalRole({ name: "reader" }), 404, ERROR_TYPE);
    assert.deepEqual(await assigned("bob"), []);
    await sdk.deleteRoomRole({ name: "writer" });
    assert.equal((await listed()).length, 2);
  });
  await check("deleting an unknown role is no error", async () => {
    await sdk.deleteGlobalRole({ name: "king" });
    await sdk.deleteRoomRole({ name: "king" });
  });
  await check("unknown roles cannot be changed", async () => {
    await refused(
      sdk.updatePermissionsForGlobalRole({ name: "king", permissionsToAdd: ["user:get"] }),
      404,
      ERROR_TYPE,
    );
    await refused(
      sdk.updatePermissionsForRoomRole({ name: "king", permissionsToAdd: ["user:get"] }),
      404,
      ERROR_TYPE,
    );
  });

  await check("users cannot read or change roles", async () => {
    const jwt = sdk.generateAccessToken({ userId: "alice" }).token;
    const requests = [
      { method: "GET", path: "/roles" },
      { method: "POST", path: "/roles", body: { name: "mine", scope: "global", permissions: ALL } },
      { method: "DELETE", path: "/roles/admin/scope/global" },
      { method: "GET", path: "/roles/admin/scope/global/permissions" },
      { method: "PUT", path: "/roles/default/scope/global/permissions", body: { add_permissions: ["room:delete"] } },
      { method: "GET", path: "/users/alice/roles" },
      { method: "PUT", path: "/users/alice/roles", body: { name: "admin" } },
      { method: "DELETE", path: "/users/alice/roles" },
    ];
    for (const request of requests) {
      await refused(
        sdk.authorizerRequest({ ...request, jwt }),
        401,
        "services/chatkit_authorizer/authorization/missing_permission",
      );
    }
    assert.deepEqual(await global("default"), DEFAULT);
  });
  await check("deleting all resources deletes all roles", async () => {
    await sdk.createGlobalRole({ name: "extra", permissions: [] });
    await sdk.apiRequest({ method: "DELETE", path: "/resources" });
    assert.deepEqual(await listed(), []);
    // The vendor's tests begin this way.
    await sdk.createGlobalRole({ name: "default", permissions: ["room:get"] });
    await sdk.createGlobalRole({ name: "admin", permissions: ALL });
    assert.deepEqual(await listed(), [
      { name: "admin", scope: "global", permissions: ALL },
      { name: "default", scope: "global", permissions: ["room:get"] },
    ]);
  });
}
