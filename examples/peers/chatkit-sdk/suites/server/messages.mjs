// Messages in both forms: sending, reading, editing and deleting.

import assert from "node:assert/strict";

import { requestAs } from "../../connection.mjs";
import { has, isTime, refused } from "../../assertions.mjs";
import { addressOf } from "../../settings.mjs";

const ROOM_NOT_FOUND = "services/chatkit/not_found/room_not_found";
const MESSAGE_NOT_FOUND = "services/chatkit/not_found/message_not_found";
const TOO_LARGE = /^services\/chatkit\/.*\/message_size_limit_exceeded$/;

export async function messages(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob", "carol"].map((id) => ({ id, name: id })) });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby", userIds: ["bob"] });
  await sdk.createRoom({ id: "attic", creatorId: "alice", name: "Attic" });
  const text = (content) => ({ type: "text/plain", content });
  const cat = { type: "image/png", url: "https://example.org/cat.png" };

  const sent = async (answer) => {
    const { message_id: id } = await answer;
    assert.ok(Number.isSafeInteger(id), `message_id ${id}`);
    return id;
  };
  // Returns a message in both forms.
  const read = async (messageId) => {
    const parts = await sdk.fetchMultipartMessage({ roomId: "lobby", messageId });
    const listed = await sdk.getRoomMessages({ roomId: "lobby", limit: 100 });
    return { parts, text: listed.find((message) => message.id === messageId) };
  };
  const sendText = (text, userId = "alice") => sent(sdk.sendSimpleMessage({ userId, roomId: "lobby", text }));

  await check("sendSimpleMessage sends one part of plain text", async () => {
    const id = await sendText("hello");
    const message = await read(id);
    has(message.parts, { id, user_id: "alice", room_id: "lobby", parts: [text("hello")] });
    has(message.text, { id, user_id: "alice", room_id: "lobby", text: "hello" });
    assert.equal(message.text.attachment ?? null, null);
    isTime(message.parts.created_at);
    isTime(message.parts.updated_at);
  });
  await check("sendMultipartMessage sends all parts", async () => {
    const parts = [{ type: "text/html", content: "<b>cat</b>" }, text("cat"), cat, text("")];
    const id = await sent(sdk.sendMultipartMessage({ userId: "bob", roomId: "lobby", parts }));
    const message = await read(id);
    has(message.parts, { user_id: "bob", parts });
    has(message.text, { text: "cat" });
    has(message.text.attachment, { resource_link: cat.url, type: "image", name: "cat.png" });
  });
  await check("sendMessage sends the older form", async () => {
    const id = await sent(sdk.sendMessage({ userId: "alice", roomId: "lobby", text: "old" }));
    const message = await read(id);
    has(message.parts, { parts: [text("old")] });
    has(message.text, { text: "old" });
  });
  for (const [type, mediaType] of [
    ["image", "image/x-pusher-img"],
    ["file", "file/x-pusher-file"],
  ]) {
    await check(`sendMessage with an attachment of the type ${type}`, async () => {
      const attachment = { resourceLink: "https://example.org/a/b.bin", type };
      const id = await sent(sdk.sendMessage({ userId: "alice", roomId: "lobby", text: "look", attachment }));
      const message = await read(id);
      has(message.parts, { parts: [text("look"), { type: mediaType, url: attachment.resourceLink }] });
      has(message.text.attachment, { resource_link: attachment.resourceLink, type, name: "b.bin" });
    });
  }
  await check("ids increase", async () => {
    const first = await sendText("first");
    const second = await sent(sdk.sendSimpleMessage({ userId: "alice", roomId: "attic", text: "elsewhere" }));
    const third = await sendText("third");
    assert.ok(first < second && second < third, `${first}, ${second}, ${third}`);
  });
  await check("texts of any script are preserved", async () => {
    const content = 'Grüße, 日本, 👩‍👩‍👧, "quotes", \\, \u2028, \n';
    has((await read(await sendText(content))).text, { text: content });
  });

  await check("a message above the limit is rejected", async () => {
    const large = "x".repeat(16 * 1024);
    await refused(sdk.sendSimpleMessage({ userId: "alice", roomId: "lobby", text: large }), 413, TOO_LARGE);
    await refused(sdk.sendMessage({ userId: "alice", roomId: "lobby", text: large }), 413, TOO_LARGE);
  });
  await check("a message at the limit is accepted", () => sendText("x".repeat(5 * 1024)));
  await check("a message without parts is rejected", () =>
    refused(
      requestAs(sdk, "alice", "POST", "/rooms/lobby/messages", { parts: [] }),
      422,
      "services/chatkit/unprocessable_entity/validation_failed",
    ),
  );
  await check("a message to an unknown room is rejected, in both forms", async () => {
    await refused(sdk.sendSimpleMessage({ userId: "alice", roomId: "nowhere", text: "x" }), 404, ROOM_NOT_FOUND);
    await refused(sdk.sendMessage({ userId: "alice", roomId: "nowhere", text: "x" }), 404, ROOM_NOT_FOUND);
  });
  await check("a message of an unknown user is rejected", () =>
    refused(
      sdk.sendSimpleMessage({ userId: "nobody", roomId: "lobby", text: "x" }),
      404,
      "services/chatkit/not_found/user_not_found",
    ),
  );
  await check("only members can send, except with a superuser token", async () => {
    await refused(
      requestAs(sdk, "carol", "POST", "/rooms/lobby/messages", { parts: [text("x")] }),
      401,
      "services/chatkit_authorizer/authorization/room_membership_required",
    );
    await sendText("for carol", "carol");
  });

  await check("fetchMultipartMessage of an unknown message is not found", () =>
    refused(sdk.fetchMultipartMessage({ roomId: "lobby", messageId: 999999 }), 404, MESSAGE_NOT_FOUND),
  );
  await check("a message is not found under another room", async () => {
    const messageId = await sendText("here");
    await refused(sdk.fetchMultipartMessage({ roomId: "attic", messageId }), 404, MESSAGE_NOT_FOUND);
    await refused(sdk.deleteMessage({ roomId: "attic", messageId }), 404, MESSAGE_NOT_FOUND);
  });

  await check("editSimpleMessage replaces the text and keeps the rest", async () => {
    const id = await sendText("before");
    const before = (await read(id)).parts;
    await sdk.editSimpleMessage("lobby", id, { userId: "alice", text: "after" });
    const after = (await read(id)).parts;
    has(after, { id, user_id: "alice", created_at: before.created_at, parts: [text("after")] });
    assert.ok(Date.parse(after.updated_at) >= Date.parse(before.updated_at));
  });
  await check("editMultipartMessage replaces the parts", async () => {
    const id = await sendText("before");
    await sdk.editMultipartMessage("lobby", id, { userId: "alice", parts: [text("a cat"), cat] });
    has((await read(id)).parts, { parts: [text("a cat"), cat] });
  });
  await check("editMessage replaces text and attachment in the older form", async () => {
    const id = await sendText("before");
    const attachment = { resourceLink: "https://example.org/x.pdf", type: "file" };
    await sdk.editMessage("lobby", id, { userId: "alice", text: "after", attachment });
    const message = await read(id);
    has(message.text, { text: "after" });
    has(message.parts, { parts: [text("after"), { type: "file/x-pusher-file", url: attachment.resourceLink }] });
  });
  await check("editing an unknown message is not found", async () => {
    const edit = { userId: "alice", text: "x" };
    await refused(sdk.editSimpleMessage("lobby", 999999, edit), 404, MESSAGE_NOT_FOUND);
    await refused(sdk.editMessage("nowhere", 1, edit), 404, ROOM_NOT_FOUND);
  });

  for (const version of ["v3", "v4", "v5"]) {
    await check(`${version} of the service returns the same messages in parts`, async () => {
      const id = await sendText(`for ${version}`);
      const headers = { authorization: `Bearer ${sdk.getServerToken()}` };
      const answer = await fetch(addressOf("chatkit", version, "/rooms/lobby/messages?limit=1"), { headers });
      assert.equal(answer.status, 200);
      has((await answer.json())[0], { id, user_id: "alice", parts: [text(`for ${version}`)] });
    });
  }

  await check("deleteMessage deletes both forms", async () => {
    const messageId = await sendText("short-lived");
    await sdk.deleteMessage({ roomId: "lobby", messageId });
    await refused(sdk.fetchMultipartMessage({ roomId: "lobby", messageId }), 404, MESSAGE_NOT_FOUND);
    const listed = await sdk.getRoomMessages({ roomId: "lobby", limit: 100 });
    assert.ok(listed.every((message) => message.id !== messageId));
    await refused(sdk.deleteMessage({ roomId: "lobby", messageId }), 404, MESSAGE_NOT_FOUND);
  });
}
