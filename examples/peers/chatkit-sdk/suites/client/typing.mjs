// Who is typing: pulses that end by themselves.

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
    await check(`typing starts, and stops 1.5 s after the last pulse, in the ${form} form`, async () => {
      const heard = await alice.follow("lobby", { older });
      const own = await bob.follow("lobby", { older });
      const started = performance.now();
      await bob.user.isTypingIn({ roomId: "lobby" });
      has((await heard.next("onUserStartedTyping"))[0], { id: "bob", name: "BOB" });
      const [room, user] = await alice.heard.next("onUserStartedTyping");
      assert.deepEqual([room.id, user.id], ["lobby", "bob"]);
      has((await heard.next("onUserStoppedTyping"))[0], { id: "bob" });
      assert.ok(performance.now() - started >= 1400, `${performance.now() - started} ms`);
      await alice.heard.next("onUserStoppedTyping");
      // The typist hears nothing of it, nor does who does not follow the room.
      assert.deepEqual(own.take("onUserStartedTyping"), []);
      assert.deepEqual(tablet.heard.take("onUserStartedTyping"), []);
    });
  }
  await check("pulses in quick succession are one", async () => {
    await alice.follow("lobby");
    await Promise.all([1, 2, 3].map(() => bob.user.isTypingIn({ roomId: "lobby" })));
    await alice.heard.next("onUserStartedTyping");
    await alice.heard.next("onUserStoppedTyping");
    assert.deepEqual(alice.heard.take("onUserStartedTyping"), []);
  });
  await check("typing without the permission is refused", async () => {
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
