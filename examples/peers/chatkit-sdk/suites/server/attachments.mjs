// Attachments as parts of messages.

import assert from "node:assert/strict";

import { requestAs, tokenOf } from "../../connection.mjs";
import { has, isTime, refused } from "../../assertions.mjs";

const INVALID = "services/chatkit/unprocessable_entity/validation_failed";
const HALF_AN_HOUR = 30 * 60 * 1000;

export async function attachments(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id })) });
  for (const id of ["lobby", "a/b c"]) await sdk.createRoom({ id, creatorId: "alice", name: id, userIds: ["bob"] });
  const text = (content) => ({ type: "text/plain", content });
  const bytes = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 256));
  const picture = { type: "image/png", name: "a cat.png", customData: { colour: "red" }, file: bytes };

  const send = async (parts, roomId = "lobby") =>
    (await sdk.sendMultipartMessage({ userId: "alice", roomId, parts })).message_id;
  const read = (messageId, roomId = "lobby") => sdk.fetchMultipartMessage({ roomId, messageId });
  // Presigned URLs require no token.
  const download = async (address) => {
    const answer = await fetch(address);
    assert.equal(answer.status, 200);
    return { type: answer.headers.get("content-type"), content: Buffer.from(await answer.arrayBuffer()) };
  };

  await check("a file is uploaded and can be downloaded", async () => {
    const message = await read(await send([text("look"), picture]));
    const [inline, { type, attachment }] = message.parts;
    assert.deepEqual(inline, text("look"));
    assert.equal(type, "image/png");
    has(attachment, { name: "a cat.png", size: 300, custom_data: { colour: "red" } });
    isTime(attachment.expiration);
    assert.ok(Date.parse(attachment.expiration) - Date.now() > HALF_AN_HOUR, attachment.expiration);
    const found = await download(attachment.download_url);
    assert.deepEqual(found.content, bytes);
    assert.match(found.type, /^image\/png/);
  });
  await check("name and custom data are optional", async () => {
    const file = Buffer.from("plain");
    const [{ attachment }] = (await read(await send([{ type: "text/plain", file }]))).parts;
    has(attachment, { size: 5 });
    assert.equal(attachment.custom_data ?? null, null);
    assert.equal((await download(attachment.download_url)).content.toString(), "plain");
  });
  await check("several files in one message, in a room whose id needs percent-encoding", async () => {
    const files = ["first", "second", "third"].map((name) => ({ type: "text/x-test", name, file: Buffer.from(name) }));
    const { parts } = await read(await send(files, "a/b c"), "a/b c");
    assert.deepEqual(parts.map((part) => part.attachment.name), ["first", "second", "third"]);
    assert.equal(new Set(parts.map((part) => part.attachment.id)).size, 3);
    for (const { attachment } of parts) {
      assert.equal((await download(attachment.download_url)).content.toString(), attachment.name);
    }
  });
  await check("an edit can add a file", async () => {
    const messageId = await send([text("before")]);
    const file = { type: "text/plain", name: "after.txt", file: Buffer.from("after") };
    await sdk.editMultipartMessage("lobby", messageId, { userId: "alice", parts: [file] });
    const [{ attachment }] = (await read(messageId)).parts;
    has(attachment, { name: "after.txt", size: 5 });
    assert.equal((await download(attachment.download_url)).content.toString(), "after");
  });

  await check("the older form shows the file as its attachment", async () => {
    const id = await send([text("look"), picture]);
    const json = await send([{ type: "application/json", name: "data: with spaces.json", file: Buffer.from("{}") }]);
    const listed = await sdk.getRoomMessages({ roomId: "lobby" });
    const shown = listed.find((message) => message.id === id);
    has(shown, { text: "look" });
    has(shown.attachment, { type: "image", name: "a cat.png" });
    assert.deepEqual((await download(shown.attachment.resource_link)).content, bytes);
    const data = listed.find((message) => message.id === json);
    has(data, { text: "" });
    has(data.attachment, { type: "file", name: "data: with spaces.json" });
    assert.equal((await download(data.attachment.resource_link)).content.toString(), "{}");
  });
  await check("the path and the refresh URL of an attachment return new download URLs", async () => {
    const [{ attachment }] = (await read(await send([picture]))).parts;
    const answer = await requestAs(sdk, "bob", "GET", `/rooms/lobby/attachments/${attachment.id}`);
    const again = JSON.parse(answer.body);
    assert.equal(answer.statusCode, 200);
    has(again, { id: attachment.id, name: "a cat.png", size: 300 });
    assert.ok(Date.parse(again.expiration) - Date.now() > HALF_AN_HOUR);
    assert.deepEqual((await download(again.download_url)).content, bytes);
    const headers = { authorization: `Bearer ${tokenOf(sdk, "bob")}` };
    const refreshed = await (await fetch(attachment.refresh_url, { headers })).json();
    assert.deepEqual((await download(refreshed.download_url)).content, bytes);
    isTime(refreshed.expiration);
  });

  await check("a message with an unknown attachment is rejected", () =>
    refused(
      requestAs(sdk, "alice", "POST", "/rooms/lobby/messages", {
        parts: [{ type: "image/png", attachment: { id: "no-such-attachment" } }],
      }),
      422,
      INVALID,
    ),
  );
  await check("an unknown attachment is not found", () =>
    refused(sdk.apiRequest({ method: "GET", path: "/rooms/lobby/attachments/no-such-attachment" }), 404, /not_found/),
  );
  await check("an attachment is not found under another room", async () => {
    const [{ attachment }] = (await read(await send([picture]))).parts;
    const path = `/rooms/${encodeURIComponent("a/b c")}/attachments/${attachment.id}`;
    await refused(sdk.apiRequest({ method: "GET", path }), 404, /not_found/);
  });
  await check("a modified download URL is rejected", async () => {
    const [{ attachment }] = (await read(await send([picture]))).parts;
    const signed = new URL(attachment.download_url);
    assert.ok(signed.searchParams.size > 0, "the signature is in the query");
    const forged = [...signed.searchParams].map(([name, value]) => {
      const other = new URL(signed);
      other.searchParams.set(name, (value.startsWith("7") ? "8" : "7") + value.slice(1));
      return other;
    });
    const unsigned = new URL(signed);
    unsigned.search = "";
    for (const address of [unsigned, ...forged]) {
      const answer = await fetch(address);
      await answer.arrayBuffer();
      assert.ok(answer.status >= 400 && answer.status < 500, `status ${answer.status} of ${address.search}`);
    }
  });
}
