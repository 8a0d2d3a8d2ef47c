// Messages in both forms: sending, receiving, fetching and deleting.

import assert from "node:assert/strict";

import { has, idsOf, isTime, refused } from "../../assertions.mjs";

const ROOM_NOT_FOUND = "services/chatkit/not_found/room_not_found";
const ROOM_MEMBERSHIP_REQUIRED = "services/chatkit_authorizer/authorization/room_membership_required";
const TOO_LARGE = /message_size_limit_exceeded$/;
const CAT = "https://example.org/pictures/cat";

export async function messages(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob", "carol"].map((id) => ({ id, name: id.toUpperCase() })) });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby", userIds: ["bob"] });
  const alice = await devices.connect("alice");
  const bob = await devices.connect("bob");
  const inline = (content, type = "text/plain") => ({ partType: "inline", payload: { type, content } });
  const link = (type) => ({ partType: "url", payload: { type, url: CAT } });
  const attachment = (type) => ({ link: CAT, type, name: "cat" });

  const newer = await bob.follow("lobby", { messageLimit: 0 });
  // A device can follow a room in one form only.
  const tablet = await devices.connect("bob");
  const older = await tablet.follow("lobby", { older: true, messageLimit: 0 });
  const arrives = async (id) => {
    const [inParts] = await newer.next("onMessage", (message) => message.id === id);
    const [asText] = await older.next("onMessage", (message) => message.id === id);
    for (const message of [inParts, asText]) {
      has(message, { senderId: "alice", roomId: "lobby", deletedAt: undefined });
      has(message.sender, { id: "alice", name: "ALICE" });
      has(message.room, { id: "lobby", name: "Lobby" });
      isTime(message.createdAt);
      isTime(message.updatedAt);
    }
    return { parts: inParts.parts, text: asText.text, attachment: asText.attachment };
  };

  const cases = [
    {
      name: "sendSimpleMessage",
      send: (user) => user.sendSimpleMessage({ roomId: "lobby", text: "hello" }),
      seen: { parts: [inline("hello")], text: "hello", attachment: undefined },
    },
    {
      name: "sendMessage",
      send: (user) => user.sendMessage({ roomId: "lobby", text: "old" }),
      seen: { parts: [inline("old")], text: "old", attachment: undefined },
    },
    {
      name: "sendMessage with an empty text",
      send: (user) => user.sendMessage({ roomId: "lobby", text: "", attachment: { link: CAT, type: "image" } }),
      seen: { parts: [inline(""), link("image/x-pusher-img")], text: "", attachment: attachment("image") },
    },
    {
      name: "sendMessage with a link to an image",
      send: (user) => user.sendMessage({ roomId: "lobby", text: "look", attachment: { link: CAT, type: "image" } }),
      seen: { parts: [inline("look"), link("image/x-pusher-img")], text: "look", attachment: attachment("image") },
    },
    {
      name: "sendMessage with a link to a file",
      send: (user) => user.sendMessage({ roomId: "lobby", text: "look", attachment: { link: CAT, type: "file" } }),
      seen: { parts: [inline("look"), link("file/x-pusher-file")], text: "look", attachment: attachment("file") },
    },
    {
      name: "sendMultipartMessage",
      send: (user) =>
        user.sendMultipartMessage({
          roomId: "lobby",
          parts: [
            { type: "text/html", content: "<b>cat</b>" },
            { type: "text/plain", content: "Grüße, 日本 👩‍👩‍👧 \u2028" },
            { type: "image/cat", url: CAT },
            { type: "text/plain", content: "" },
          ],
        }),
      seen: {
        parts: [
          inline("<b>cat</b>", "text/html"),
          inline("Grüße, 日本 👩‍👩‍👧 \u2028"),
          link("image/cat"),
          inline(""),
        ],
        text: "Grüße, 日本 👩‍👩‍👧 \u2028",
        attachment: attachment("image"),
      },
    },
  ];
  for (const { name, send, seen } of cases) {
    await check(`${name} reaches followers of the room in both forms`, async () => {
      const id = await send(alice.user);
      assert.ok(Number.isSafeInteger(id), `id ${id}`);
      assert.deepEqual(await arrives(id), seen);
    });
  }
  await check("messages arrive in the order of their ids, also at the sender", async () => {
    const own = await alice.follow("lobby", { messageLimit: 0 });
    const texts = Array.from({ length: 20 }, (_, number) => `number ${number}`);
    const ids = [];
    for (const text of texts) ids.push(await alice.user.sendSimpleMessage({ roomId: "lobby", text }));
    for (const calls of [own, newer]) {
      const last = await calls.next("onMessage", (message) => message.id === ids.at(-1));
      const received = [...calls.take("onMessage"), last].map(([message]) => message);
      assert.deepEqual(idsOf(received), ids);
      assert.deepEqual(received.map(({ parts }) => parts[0].payload.content), texts);
    }
    alice.user.roomSubscriptions.lobby.cancel();
  });

  await check("the SDK rejects invalid messages", async () => {
    await assert.rejects(
      alice.user.sendMessage({ roomId: "lobby", text: "x", attachment: { some: "rubbish" } }),
      /attachment/,
    );
    await assert.rejects(alice.user.sendMultipartMessage({ roomId: "lobby", parts: [] }), /at least one part/);
  });
  await check("a large message is rejected, in both forms", async () => {
    const text = "🐇".repeat(4096);
    await refused(alice.user.sendSimpleMessage({ roomId: "lobby", text }), 413, TOO_LARGE);
    await refused(alice.user.sendMessage({ roomId: "lobby", text }), 413, TOO_LARGE);
  });
  await check("a message to an unknown room is rejected", () =>
    refused(alice.user.sendSimpleMessage({ roomId: "nowhere", text: "x" }), 404, ROOM_NOT_FOUND),
  );
  await check("a message of a user outside the room is rejected", async () => {
    const carol = await devices.connect("carol");
    await refused(carol.user.sendSimpleMessage({ roomId: "lobby", text: "x" }), 401, ROOM_MEMBERSHIP_REQUIRED);
    await refused(carol.user.sendMessage({ roomId: "lobby", text: "x" }), 401, ROOM_MEMBERSHIP_REQUIRED);
  });

  await check("a deleted message calls onMessageDeleted in the newer form", async () => {
    const id = await alice.user.sendSimpleMessage({ roomId: "lobby", text: "short-lived" });
    await arrives(id);
    await sdk.deleteMessage({ roomId: "lobby", messageId: id });
    assert.deepEqual(await newer.next("onMessageDeleted"), [id]);
    assert.ok(!idsOf(await bob.user.fetchMultipartMessages({ roomId: "lobby", limit: 100 })).includes(id));
    assert.ok(!idsOf(await bob.user.fetchMessages({ roomId: "lobby", limit: 100 })).includes(id));
  });
  await check("an edited message is fetched with its new content", async () => {
    const id = await alice.user.sendSimpleMessage({ roomId: "lobby", text: "before" });
    await sdk.editSimpleMessage("lobby", id, { userId: "alice", text: "after" });
    const [message] = await bob.user.fetchMultipartMessages({ roomId: "lobby", limit: 1 });
    has(message, { id, senderId: "alice", parts: [inline("after")] });
  });
  await check("a cancelled subscription calls no hooks", async () => {
    bob.user.roomSubscriptions.lobby.cancel();
    newer.clear();
    const id = await alice.user.sendSimpleMessage({ roomId: "lobby", text: "unheard" });
    await older.next("onMessage", (message) => message.id === id);
    await bob.user.getJoinableRooms();
    assert.deepEqual(newer.take("onMessage"), []);
  });

  await pages(sdk, check, devices);
}

// Pages of messages, and the messages a subscription starts with.
async function pages(sdk, check, devices) {
  await sdk.createRoom({ id: "archive", creatorId: "alice", name: "Archive", userIds: ["bob"] });
  const ids = [];
  for (let number = 0; number < 25; number += 1) {
    ids.push((await sdk.sendSimpleMessage({ userId: "bob", roomId: "archive", text: `${number}` })).message_id);
  }
  const { user } = await devices.connect("alice");

  for (const method of ["fetchMessages", "fetchMultipartMessages"]) {
    const page = async (options) => idsOf(await user[method]({ roomId: "archive", ...options }));

    await check(`${method} returns the latest twenty messages, oldest first`, async () => {
      assert.deepEqual(await page({}), ids.slice(-20));
    });
    await check(`${method} respects the limit`, async () => {
      assert.deepEqual(await page({ limit: 3 }), ids.slice(-3));
      assert.deepEqual(await page({ limit: 100 }), ids);
    });
    await check(`${method} returns messages before a given one`, async () => {
      assert.deepEqual(await page({ initialId: ids[10], limit: 4 }), ids.slice(6, 10));
      assert.deepEqual(await page({ initialId: ids[2], direction: "older" }), ids.slice(0, 2));
      assert.deepEqual(await page({ initialId: ids[0] }), []);
    });
    await check(`${method} returns messages after a given one`, async () => {
      assert.deepEqual(await page({ initialId: ids[10], limit: 4, direction: "newer" }), ids.slice(11, 15));
      assert.deepEqual(await page({ initialId: ids[24], direction: "newer" }), []);
    });
    await check(`${method} returns messages with sender and room`, async () => {
      const [message] = await user[method]({ roomId: "archive", limit: 1 });
      has(message.sender, { id: "bob", name: "BOB" });
      has(message.room, { id: "archive", name: "Archive" });
    });
    await check(`${method} of an unknown room is rejected`, () =>
      refused(user[method]({ roomId: "nowhere" }), 404, ROOM_NOT_FOUND),
    );
  }

  for (const older of [false, true]) {
    const form = older ? "subscribeToRoom" : "subscribeToRoomMultipart";
    for (const [messageLimit, expected] of [
      [undefined, ids.slice(-20)],
      [3, ids.slice(-3)],
      [100, ids],
      [0, []],
    ]) {
      await check(`${form} starts with the latest messages: ${messageLimit ?? "20 by default"}`, async () => {
        const device = await devices.connect("alice");
        const calls = await device.follow("archive", { older, messageLimit });
        const last = (await sdk.sendSimpleMessage({ userId: "bob", roomId: "archive", text: "live" })).message_id;
        const [live] = await calls.next("onMessage", (message) => message.id === last);
        assert.deepEqual(idsOf(calls.take("onMessage").map(([message]) => message)), expected);
        has(live.sender, { id: "bob" });
        await sdk.deleteMessage({ roomId: "archive", messageId: last });
      });
    }
  }
}
