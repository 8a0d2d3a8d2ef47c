// What a device learns of the time it was away: messages are resumed, everything else starts over and is compared.

import assert from "node:assert/strict";

import { has, idsOf } from "../../assertions.mjs";

export async function resuming(sdk, check, devices) {
  const users = ["alice", "bob", "carol", "dave"];
  await sdk.createUsers({ users: users.map((id) => ({ id, name: id.toUpperCase() })) });
  for (const id of ["kept", "left", "changed", "deleted"]) {
    await sdk.createRoom({ id, creatorId: "bob", name: id, userIds: ["alice", "carol"] });
  }
  const say = async (text) => (await sdk.sendSimpleMessage({ userId: "bob", roomId: "kept", text })).message_id;
  const before = await say("before");
  const alice = await devices.connect("alice");
  const tablet = await devices.connect("alice");
  const newer = await alice.follow("kept");
  const older = await tablet.follow("kept", { older: true });
  const both = [newer, older];
  // All that came up to this message, each with the sender it had when it was told.
  const comeUntil = async (heard, id) => {
    const [last] = await heard.next("onMessage", (message) => message.id === id);
    return [...heard.take("onMessage").map(([message]) => message), last];
  };
  const about = (roomId) => (room) => room.id === roomId;

  await check("messages from before the loss are not told again, those of the loss are told once", async () => {
    for (const heard of both) assert.deepEqual(idsOf(await comeUntil(heard, before)), [before]);
    const live = await say("live");
    for (const heard of both) await comeUntil(heard, live);

    const backs = [alice.leave(), tablet.leave()];
    const missed = [];
    // More than a subscription begins with when it is not resumed.
    for (let number = 0; number < 30; number += 1) missed.push(await say(`missed ${number}`));
    backs.forEach((back) => back());
    for (const heard of both) {
      const come = await comeUntil(heard, missed.at(-1));
      assert.deepEqual(idsOf(come), missed);
      has(come[0].sender, { id: "bob", name: "BOB" });
    }
    const after = await say("after");
    for (const heard of both) assert.deepEqual(idsOf(await comeUntil(heard, after)), [after]);
  });

  await check("while a device is away", async () => {
    for (const device of [alice, tablet]) device.heard.clear();
    for (const heard of both) heard.clear();
    // The last event a device sees may be no message.
    const shortLived = await say("short-lived");
    const unsent = await say("stays");
    await sdk.deleteMessage({ roomId: "kept", messageId: shortLived });
    await newer.next("onMessageDeleted", (id) => id === shortLived);
    await comeUntil(newer, unsent);

    const back = alice.leave();
    await sdk.removeUsersFromRoom({ roomId: "left", userIds: ["alice"] });
    await sdk.updateRoom({ id: "changed", name: "Renamed", customData: { n: 1 } });
    await sdk.deleteRoom({ id: "deleted" });
    await sdk.createRoom({ id: "new", creatorId: "bob", name: "New", userIds: ["alice"] });
    await sdk.addUsersToRoom({ roomId: "kept", userIds: ["dave"] });
    await sdk.removeUsersFromRoom({ roomId: "kept", userIds: ["carol"] });
    await sdk.setReadCursor({ userId: "alice", roomId: "kept", position: before });
    await sdk.setReadCursor({ userId: "bob", roomId: "kept", position: unsent });
    const missed = await say("missed");
    back();
    assert.deepEqual(idsOf(await comeUntil(newer, missed)), [missed]);
  });
  await check("… rooms are added, changed and taken away", async () => {
    has((await alice.heard.next("onAddedToRoom", about("new")))[0], { name: "New" });
    const [changed] = await alice.heard.next("onRoomUpdated", about("changed"));
    has(changed, { name: "Renamed", customData: { n: 1 } });
    await alice.heard.next("onRemovedFromRoom", about("left"));
    await alice.heard.next("onRemovedFromRoom", about("deleted"));
    assert.deepEqual(idsOf(alice.user.rooms).toSorted(), ["changed", "kept", "new"]);
  });
  await check("… members come and go", async () => {
    has((await newer.next("onUserJoined"))[0], { id: "dave", name: "DAVE" });
    has((await newer.next("onUserLeft"))[0], { id: "carol" });
    await alice.heard.next("onUserJoinedRoom");
    await alice.heard.next("onUserLeftRoom");
    assert.deepEqual(newer.room.userIds.toSorted(), ["alice", "bob", "dave"]);
  });
  await check("… cursors move", async () => {
    const [own] = await alice.heard.next("onNewReadCursor", ({ roomId }) => roomId === "kept");
    has(own, { userId: "alice", position: before });
    const [others] = await newer.next("onNewReadCursor");
    has(others, { userId: "bob" });
    assert.equal(alice.user.readCursor({ roomId: "kept" }).position, before);
  });
  await check("… and the device that stayed was told the same as it happened", async () => {
    await tablet.heard.next("onAddedToRoom", about("new"));
    await tablet.heard.next("onRoomUpdated", about("changed"));
    await tablet.heard.next("onRemovedFromRoom", about("left"));
    await tablet.heard.next("onRoomDeleted", about("deleted"));
    has((await older.next("onUserJoined"))[0], { id: "dave" });
    has((await older.next("onUserLeft"))[0], { id: "carol" });
    has((await tablet.heard.next("onNewReadCursor"))[0], { position: before });
  });
  await check("afterwards everything is told live again", async () => {
    await sdk.updateRoom({ id: "new", name: "Newer" });
    await alice.heard.next("onRoomUpdated", ({ name }) => name === "Newer");
    await sdk.removeUsersFromRoom({ roomId: "kept", userIds: ["dave"] });
    has((await newer.next("onUserLeft"))[0], { id: "dave" });
    await sdk.setReadCursor({ userId: "bob", roomId: "kept", position: 1 });
    await newer.next("onNewReadCursor", ({ position }) => position === 1);
    const last = await say("last");
    assert.deepEqual(idsOf(await comeUntil(newer, last)), [last]);
  });
  await check("a socket lost without a word is noticed and replaced", async () => {
    const late = await devices.connect("alice");
    // Only who was told something can say after what to resume.
    const heard = await late.follow("kept", { messageLimit: 1 });
    await heard.next("onMessage");
    late.lose();
    const id = await say("into the gap");
    assert.deepEqual(idsOf(await comeUntil(heard, id)), [id]);
  });
}
