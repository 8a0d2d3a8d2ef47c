// Devices connect and disconnect, with tokens from several providers.

import assert from "node:assert/strict";

import { observed } from "../../coverage.mjs";
import { TokenProvider } from "../../device.mjs";
import { has, idsOf, isTime, refused } from "../../assertions.mjs";
import { addressOf, testTokens } from "../../settings.mjs";
import { TokenEndpoint } from "../../token-endpoint.mjs";

export async function connecting(sdk, check, devices) {
  const customData = { age: 7 };
  await sdk.createUser({ id: "alice", name: "Alice", avatarURL: "https://example.org/alice.png", customData });
  await sdk.createUser({ id: "a/b +?ü", name: "Awkward" });
  await sdk.createUser({ id: "watcher", name: "Watcher" });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby", customData: { x: 1 } });
  await sdk.createRoom({ id: "cellar", creatorId: "alice", name: "Cellar", isPrivate: true });
  await sdk.setReadCursor({ userId: "alice", roomId: "lobby", position: 42 });

  await check("an unknown user cannot connect and receives the error", async () => {
    const device = devices.make("nobody");
    const error = await refused(device.connect(), 404, "services/chatkit/not_found/user_not_found");
    assert.match(error.error_description, /user does not exist/);
  });
  await check("the SDK rejects hooks that are no functions", () => {
    const { manager } = devices.make("alice");
    assert.throws(() => manager.connect({ onAddedToRoom: 42 }), /onAddedToRoom/);
  });
  await check("the SDK rejects a malformed locator", () => {
    assert.throws(() => devices.make("alice", { instanceLocator: "v1:us1" }), /instanceLocator/);
  });

  await check("connecting returns the user, the rooms and the cursors", async () => {
    const { user } = await devices.connect("alice");
    has(user, { id: "alice", name: "Alice", avatarURL: "https://example.org/alice.png", customData });
    isTime(user.createdAt);
    isTime(user.updatedAt);
    assert.deepEqual(idsOf(user.rooms).toSorted(), ["cellar", "lobby"]);
    const lobby = user.rooms.find(({ id }) => id === "lobby");
    has(lobby, { name: "Lobby", isPrivate: false, createdByUserId: "alice", customData: { x: 1 }, unreadCount: 0 });
    isTime(lobby.createdAt);
    assert.equal(user.rooms.find(({ id }) => id === "cellar").isPrivate, true);
    has(user.readCursor({ roomId: "lobby" }), { position: 42, type: 0, userId: "alice" });
    assert.equal(user.readCursor({ roomId: "cellar" }), undefined);
    assert.equal(user.isMemberOf("lobby"), true);
    assert.equal(user.isSubscribedTo("lobby"), false);
  });
  await check("the connected user is among the users and online", async () => {
    const { user } = await devices.connect("alice");
    const self = user.users.find(({ id }) => id === "alice");
    has(self, { name: "Alice", avatarURL: "https://example.org/alice.png", customData });
    assert.equal(self.presence.state, "online");
  });
  await check("a user with an id of special characters connects", async () => {
    const { user } = await devices.connect("a/b +?ü");
    has(user, { id: "a/b +?ü", name: "Awkward" });
  });

  await check("several users share one WebSocket with a token each", async () => {
    const alice = await devices.connect("alice");
    const watcher = await devices.connect("watcher", { baseClient: alice.client });
    await sdk.createRoom({ id: "shared", creatorId: "alice", name: "Shared", userIds: ["watcher"] });
    await sdk.createRoom({ id: "apart", creatorId: "watcher", name: "Apart" });
    for (const device of [alice, watcher]) await device.calls.next("onAddedToRoom", ({ id }) => id === "shared");
    await watcher.calls.next("onAddedToRoom", ({ id }) => id === "apart");
    assert.deepEqual(idsOf(watcher.user.rooms).toSorted(), ["apart", "shared"]);
    assert.deepEqual(idsOf(alice.user.rooms).toSorted(), ["cellar", "lobby", "shared"]);
    watcher.manager.disconnect();
    await sdk.updateRoom({ id: "shared", name: "Still shared" });
    await alice.calls.next("onRoomUpdated", ({ name }) => name === "Still shared");
  });
  await check("a disconnected device receives no events", async () => {
    const watcher = await devices.connect("watcher");
    const device = await devices.connect("watcher");
    device.manager.disconnect();
    await sdk.createRoom({ id: "announced", creatorId: "alice", name: "Announced", userIds: ["watcher"] });
    await watcher.calls.next("onAddedToRoom");
    // An event for the disconnected device would arrive before the response to this request.
    await device.user.getJoinableRooms();
    assert.deepEqual(device.calls.take("onAddedToRoom"), []);
  });
  await check("a disconnected device can connect again", async () => {
    const device = await devices.connect("alice");
    device.manager.disconnect();
    await device.connect();
    const room = await device.user.createRoom({ name: "After" });
    assert.equal((await sdk.getRoom({ roomId: room.id })).name, "After");
  });

  await tokenProviders(sdk, check, devices);
}

async function tokenProviders(sdk, check, devices) {
  const endpoint = await TokenEndpoint.start(sdk);
  const provider = (options) => observed("TokenProvider", new TokenProvider(options));

  await check("the SDK's token provider sends the documented request, once for all calls", async () => {
    const tokenProvider = provider({ url: endpoint.address });
    const { user } = await devices.connect("alice", { tokenProvider });
    await Promise.all([user.getJoinableRooms(), user.getJoinableRooms()]);
    assert.equal(endpoint.requests.length, 1);
    const [request] = endpoint.requests;
    has(request, { method: "POST", body: "grant_type=client_credentials" });
    assert.equal(request.query.get("user_id"), "alice");
    assert.match(request.headers["content-type"], /^application\/x-www-form-urlencoded/);
    assert.equal(await tokenProvider.fetchToken(), endpoint.issued.at(-1));
  });
  await check("tokens of the test token provider connect if it is on", async () => {
    const url = addressOf("chatkit_token_provider", "v1", "/token");
    const connected = devices.connect("alice", { tokenProvider: provider({ url }) });
    if (testTokens) has((await connected).user, { id: "alice", name: "Alice" });
    else await assert.rejects(connected, (thrown) => thrown.statusCode === 404);
  });
  await check("the token provider sends additional parameters and header fields", async () => {
    endpoint.requests.length = 0;
    const tokenProvider = provider({
      url: () => `${endpoint.address}?app=7`,
      queryParams: () => ({ device: "a phone" }),
      headers: () => ({ "x-session": "secret" }),
      withCredentials: true,
    });
    await devices.connect("alice", { tokenProvider });
    const [request] = endpoint.requests;
    assert.deepEqual([...request.query], [["app", "7"], ["user_id", "alice"], ["device", "a phone"]]);
    assert.equal(request.headers["x-session"], "secret");
  });
  await check("the token provider fetches again after expiry and after clearCache", async () => {
    endpoint.requests.length = 0;
    endpoint.lifetime = -10;
    const tokenProvider = provider({ url: endpoint.address });
    tokenProvider.setUserId("alice");
    await tokenProvider.fetchToken();
    await tokenProvider.fetchToken();
    assert.equal(endpoint.requests.length, 2);
    endpoint.lifetime = 3600;
    await tokenProvider.fetchToken();
    await tokenProvider.fetchToken();
    assert.equal(endpoint.requests.length, 3);
    tokenProvider.clearCache();
    await tokenProvider.fetchToken();
    assert.equal(endpoint.requests.length, 4);
  });
  await check("an expired token is rejected as expired", async () => {
    const { token } = sdk.generateAccessToken({ userId: "alice", tokenExpiry: -10 });
    const tokenProvider = { fetchToken: () => Promise.resolve(token) };
    await refused(devices.connect("alice", { tokenProvider }), 401, "authentication/expired");
  });
  await check("a malformed token is rejected", async () => {
    const tokenProvider = { fetchToken: () => Promise.resolve("garbage") };
    await refused(devices.connect("alice", { tokenProvider }), 401, "authentication/jwt/invalid");
  });
  await check("a token of another user is rejected", async () => {
    const tokenProvider = devices.tokens("watcher");
    await refused(
      devices.connect("alice", { tokenProvider }),
      401,
      "services/chatkit_authorizer/authorization/invalid_token_subject",
    );
  });
  await check("an error of the token endpoint reaches the application", async () => {
    const tokenProvider = provider({ url: `${endpoint.address}/refuse` });
    await assert.rejects(devices.connect("alice", { tokenProvider }), (thrown) => thrown.statusCode === 403);
  });
  endpoint.stop();
}
