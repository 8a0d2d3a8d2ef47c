// Users: creating one and several, listing, looking up, changing and deleting.

import assert from "node:assert/strict";

import { has, idsOf, isTime, refused } from "../../assertions.mjs";

const USER_NOT_FOUND = "services/chatkit/not_found/user_not_found";
const ALREADY_EXISTS = "services/chatkit/user_already_exists";
const INVALID = "services/chatkit/unprocessable_entity/validation_failed";

export async function users(sdk, check) {
  const customData = { age: 7, nested: { list: [1, "zwei", null] } };
  const full = { name: "Alice", avatarURL: "https://example.org/alice.png", customData };

  await check("createUser returns the user", async () => {
    const user = await sdk.createUser({ id: "alice", ...full });
    has(user, { id: "alice", name: "Alice", avatar_url: full.avatarURL, custom_data: customData });
    isTime(user.created_at);
    isTime(user.updated_at);
  });
  await check("createUser requires only id and name", async () => {
    const user = await sdk.createUser({ id: "bob", name: "Bob" });
    assert.equal(user.avatar_url ?? null, null);
    assert.equal(user.custom_data ?? null, null);
  });
  await check("createUser rejects a duplicate id", () =>
    refused(sdk.createUser({ id: "alice", name: "Another" }), 400, ALREADY_EXISTS),
  );
  await check("createUser rejects custom data above the limit", () =>
    refused(sdk.createUser({ id: "big", name: "Big", customData: { x: "x".repeat(6000) } }), 422, INVALID),
  );

  await check("createUsers returns the users in order", async () => {
    const created = await sdk.createUsers({
      users: [{ id: "zoe", name: "Zoe", avatarURL: "https://example.org/zoe.png" }, { id: "carol", ...full }],
    });
    assert.deepEqual(idsOf(created), ["zoe", "carol"]);
    has(created[1], { custom_data: customData });
  });
  await check("createUsers creates no users if one id is a duplicate", async () => {
    const batch = [{ id: "dave", name: "Dave" }, { id: "bob", name: "Another" }];
    await refused(sdk.createUsers({ users: batch }), 400, ALREADY_EXISTS);
    await refused(sdk.getUser({ id: "dave" }), 404, USER_NOT_FOUND);
  });
  await check("createUsers rejects more than ten users", () => {
    const batch = Array.from({ length: 11 }, (_, number) => ({ id: `many-${number}`, name: "Many" }));
    return refused(sdk.createUsers({ users: batch }), 422, INVALID);
  });

  await check("getUser returns the user", async () => {
    const user = await sdk.getUser({ id: "alice" });
    has(user, { id: "alice", name: "Alice", avatar_url: full.avatarURL, custom_data: customData });
  });
  await check("getUser of an unknown user is not found", async () => {
    const error = await refused(sdk.getUser({ id: "nobody" }), 404, USER_NOT_FOUND);
    assert.match(error.error_description, /does not exist/);
  });
  await check("getUsersById omits unknown users", async () => {
    const found = await sdk.getUsersById({ userIds: ["bob", "nobody", "alice"] });
    assert.deepEqual(idsOf(found).sort(), ["alice", "bob"]);
  });
  await check("getUsersById of one id", async () => {
    assert.deepEqual(idsOf(await sdk.getUsersById({ userIds: ["zoe"] })), ["zoe"]);
  });

  await check("getUsers lists the oldest users first", async () => {
    assert.deepEqual(idsOf(await sdk.getUsers()), ["alice", "bob", "zoe", "carol"]);
  });
  await check("getUsers respects the limit", async () => {
    assert.deepEqual(idsOf(await sdk.getUsers({ limit: 2 })), ["alice", "bob"]);
  });
  await check("getUsers lists users from a time on", async () => {
    const { created_at: fromTimestamp } = await sdk.getUser({ id: "zoe" });
    const listed = await sdk.getUsers({ fromTimestamp });
    assert.deepEqual(idsOf(listed).slice(-2), ["zoe", "carol"]);
    assert.ok(listed.every((user) => Date.parse(user.created_at) >= Date.parse(fromTimestamp)));
    assert.deepEqual(await sdk.getUsers({ fromTimestamp: "2100-01-01T00:00:00Z" }), []);
  });

  await check("updateUser keeps absent fields", async () => {
    await sdk.updateUser({ id: "bob", name: "Robert" });
    await sdk.updateUser({ id: "bob", customData: { a: 1, b: 2 } });
    await sdk.updateUser({ id: "bob", avatarURL: "https://example.org/bob.png" });
    await sdk.updateUser({ id: "bob", customData: { c: 3 } });
    const user = await sdk.getUser({ id: "bob" });
    has(user, { name: "Robert", custom_data: { c: 3 }, avatar_url: "https://example.org/bob.png" });
  });
  await check("updateUser of an unknown user is not found", () =>
    refused(sdk.updateUser({ id: "nobody", name: "Nobody" }), 404, USER_NOT_FOUND),
  );

  await check("deleteUser removes the user from rooms and keeps the messages", async () => {
    const room = await sdk.createRoom({ creatorId: "alice", name: "Room", userIds: ["bob"] });
    await sdk.sendSimpleMessage({ userId: "bob", roomId: room.id, text: "hello" });
    await sdk.deleteUser({ userId: "bob" });
    await refused(sdk.getUser({ id: "bob" }), 404, USER_NOT_FOUND);
    has(await sdk.getRoom({ roomId: room.id }), { member_user_ids: ["alice"] });
    const [message] = await sdk.fetchMultipartMessages({ roomId: room.id });
    has(message, { user_id: "bob" });
  });
  await check("deleteUser of an unknown user is not found", () =>
    refused(sdk.deleteUser({ userId: "nobody" }), 404, USER_NOT_FOUND),
  );
}
