// User lookups of the client SDK: unknown members and senders are requested in batches.

import assert from "node:assert/strict";

import { has, idsOf } from "../../assertions.mjs";

export async function lookups(sdk, check, devices) {
  const names = Array.from({ length: 99 }, (_, number) => `user ${number}&+`);
  const all = ["alice", ...names];
  for (let start = 0; start < all.length; start += 10) {
    await sdk.createUsers({ users: all.slice(start, start + 10).map((id) => ({ id, name: `name of ${id}` })) });
  }
  await sdk.createRoom({ id: "hall", creatorId: "alice", name: "Hall" });
  for (let start = 0; start < names.length; start += 10) {
    await sdk.addUsersToRoom({ roomId: "hall", userIds: names.slice(start, start + 10) });
  }
  const speakers = names.slice(0, 30);
  for (const userId of speakers) await sdk.sendSimpleMessage({ userId, roomId: "hall", text: `from ${userId}` });

  await check("a hundred members are looked up together", async () => {
    const alice = await devices.connect("alice");
    const { room } = await alice.follow("hall");
    assert.deepEqual(idsOf(room.users).toSorted(), all.toSorted());
    for (const user of room.users) assert.equal(user.name, `name of ${user.id}`);
  });
  await check("every message has its sender when the hook is called", async () => {
    const alice = await devices.connect("alice");
    const calls = await alice.follow("hall", { messageLimit: 100 });
    for (const userId of speakers) {
      const [message] = await calls.next("onMessage", ({ senderId }) => senderId === userId);
      has(message.sender, { id: userId, name: `name of ${userId}` });
    }
  });
  await check("a new member is looked up", async () => {
    const alice = await devices.connect("alice");
    const calls = await alice.follow("hall", { messageLimit: 0 });
    await sdk.removeUsersFromRoom({ roomId: "hall", userIds: [names[0]] });
    await sdk.createUser({ id: "newcomer", name: "Newcomer" });
    await sdk.addUsersToRoom({ roomId: "hall", userIds: ["newcomer"] });
    has((await calls.next("onUserJoined"))[0], { id: "newcomer", name: "Newcomer" });
    has(alice.user.users.find(({ id }) => id === "newcomer"), { name: "Newcomer" });
  });
  await check("messages of deleted users arrive without a sender", async () => {
    const [deleted, ...others] = speakers.slice(-3);
    await sdk.deleteUser({ userId: deleted });
    const alice = await devices.connect("alice");
    const calls = await alice.follow("hall", { messageLimit: 3 });
    const [message] = await calls.next("onMessage", ({ senderId }) => senderId === deleted);
    assert.equal(message.sender, undefined);
    assert.equal(message.parts[0].payload.content, `from ${deleted}`);
    for (const userId of others) await calls.next("onMessage", ({ senderId }) => senderId === userId);
    const fetched = await alice.user.fetchMessages({ roomId: "hall", limit: 3 });
    assert.deepEqual(fetched.map(({ senderId }) => senderId), [deleted, ...others]);
  });
}
