// Typing indicators, which the client SDK ends after a time-out.

import assert from "node:assert/strict";

import { has, refused } from "../../assertions.mjs";

export async function typing(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id.toUpperCase() })) });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby", userIds: ["bob"] });
  const alice = await devices.connect("alice");
  const bob = await devices.connect("bob");
  const tablet = await devices.connect("alice");

  for (const older of [false, true]) {
    const form = older ? "older" : "newer";
    await check(`typing starts, and stops 1.5 s after the last indicator, in the ${form} form`, async () => {
      const calls = await alice.follow("lobby", { older });
      const own = await bob.follow("lobby", { older });
      const started = performance.now();
      await bob.user.isTypingIn({ roomId: "lobby" });
      has((await calls.next("onUserStartedTyping"))[0], { id: "bob", name: "BOB" });
      const [room, user] = await alice.calls.next("onUserStartedTyping");
      assert.deepEqual([room.id, user.id], ["lobby", "bob"]);
      has((await calls.next("onUserStoppedTyping"))[0], { id: "bob" });
      assert.ok(performance.now() - started >= 1400, `${performance.now() - started} ms`);
      await alice.calls.next("onUserStoppedTyping");
      // The SDK calls no hooks of the typing user, nor of devices that do not follow the room.
      assert.deepEqual(own.take("onUserStartedTyping"), []);
      assert.deepEqual(tablet.calls.take("onUserStartedTyping"), []);
    });
  }
  await check("indicators in quick succession are sent once", async () => {
    await alice.follow("lobby");
    await Promise.all([1, 2, 3].map(() => bob.user.isTypingIn({ roomId: "lobby" })));
    await alice.calls.next("onUserStartedTyping");
    await alice.calls.next("onUserStoppedTyping");
    assert.deepEqual(alice.calls.take("onUserStartedTyping"), []);
  });
  await check("typing without the permission is rejected", async () => {
    await sdk.updatePermissionsForGlobalRole({
      name: "default",
      permissionsToRemove: ["room:typing_indicator:create"],
    });
    const request = sdk.apiRequest({
      method: "POST",
      path: "/rooms/lobby/typing_indicators",
      jwt: await devices.tokens("bob").fetchToken(),
    });
    await refused(request, 401, "services/chatkit_authorizer/authorization/missing_permission");
  });
}
