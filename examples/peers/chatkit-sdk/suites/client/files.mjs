// Files in messages: as parts, or as attachments of the older form.

import assert from "node:assert/strict";

import { observed } from "../../coverage.mjs";
import { has, refused } from "../../assertions.mjs";

const HALF_AN_HOUR = 30 * 60 * 1000;
const NAME = "file: with spaces.json";
const JSON_FILE = () => new File([JSON.stringify({ hello: "world" })], NAME, { type: "application/json" });

export async function files(sdk, check, devices) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id })) });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby", userIds: ["bob"] });
  const alice = await devices.connect("alice");
  const bob = await devices.connect("bob");
  const newer = await bob.follow("lobby", { messageLimit: 0 });
  const tablet = await devices.connect("bob");
  const older = await tablet.follow("lobby", { older: true, messageLimit: 0 });
  const messageIn = async (calls, id) => (await calls.next("onMessage", (message) => message.id === id))[0];
  // Presigned URLs require no token.
  const download = async (address) => {
    const answer = await fetch(address);
    assert.equal(answer.status, 200, address);
    return answer;
  };
  const json = async (address) => (await download(address)).json();

  await check("a file is a part with name, size and custom data", async () => {
    const id = await alice.user.sendMultipartMessage({
      roomId: "lobby",
      parts: [{ type: "text/plain", content: "see" }, { file: JSON_FILE(), customData: { foo: "bar" } }],
    });
    const message = await messageIn(newer, id);
    assert.deepEqual(message.parts.map(({ partType }) => partType), ["inline", "attachment"]);
    const payload = observed("Attachment", message.parts[1].payload);
    has(payload, { type: "application/json", name: NAME, size: 17, customData: { foo: "bar" } });
    assert.ok(payload.urlExpiry().getTime() - Date.now() > HALF_AN_HOUR);
    assert.deepEqual(await json(await payload.url()), { hello: "world" });

    const [fetched] = await bob.user.fetchMultipartMessages({ roomId: "lobby", limit: 1 });
    has(fetched.parts[1].payload, { name: NAME, size: 17, customData: { foo: "bar" } });
    assert.deepEqual(await json(await fetched.parts[1].payload.url()), { hello: "world" });

    const asText = await messageIn(older, id);
    has(asText, { text: "see" });
    has(asText.attachment, { type: "file", name: NAME });
    assert.deepEqual(await json(asText.attachment.link), { hello: "world" });
  });
  await check("a download URL that expires soon is replaced", async () => {
    const [message] = await bob.user.fetchMultipartMessages({ roomId: "lobby", limit: 1 });
    const { payload } = message.parts[1];
    // Simulates a message that was fetched hours ago.
    payload._expiration = new Date(Date.now() + 1000);
    payload._downloadURL = "http://127.0.0.1:9/over";
    assert.deepEqual(await json(await payload.url()), { hello: "world" });
    assert.ok(payload.urlExpiry().getTime() - Date.now() > HALF_AN_HOUR);
  });
  await check("a blob has the given name, and its content is unchanged", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
    const file = new Blob([bytes], { type: "image/png" });
    const id = await alice.user.sendMultipartMessage({ roomId: "lobby", parts: [{ file, name: "cat.png" }] });
    const { payload } = (await messageIn(newer, id)).parts[0];
    has(payload, { type: "image/png", name: "cat.png", size: bytes.length });
    const answer = await download(await payload.url());
    assert.match(answer.headers.get("content-type"), /^image\/png/);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes);
    const asText = await messageIn(older, id);
    has(asText, { text: "" });
    has(asText.attachment, { type: "image", name: "cat.png" });
  });
  await check("an empty file can be sent", async () => {
    const file = new File([], "nothing.txt", { type: "text/plain" });
    const id = await alice.user.sendMultipartMessage({ roomId: "lobby", parts: [{ file }] });
    const { payload } = (await messageIn(newer, id)).parts[0];
    has(payload, { name: "nothing.txt", size: 0 });
    assert.equal(await (await download(await payload.url())).text(), "");
  });
  await check("the SDK rejects values that are no files", () => {
    const file = { name: "some-file.rubbish", uri: "file:///some-file.rubbish" };
    return assert.rejects(
      async () => alice.user.sendMultipartMessage({ roomId: "lobby", parts: [{ type: "some/rubbish", file }] }),
      /part\.file\.size/,
    );
  });

  await check("an attachment of the older form is a part of the newer form", async () => {
    const attachment = { file: JSON_FILE(), name: NAME };
    const id = await alice.user.sendMessage({ roomId: "lobby", text: "see", attachment });
    const asText = await messageIn(older, id);
    has(asText, { text: "see" });
    has(asText.attachment, { type: "file", name: NAME });
    assert.deepEqual(await json(asText.attachment.link), { hello: "world" });

    const { parts } = await messageIn(newer, id);
    assert.deepEqual(parts[0], { partType: "inline", payload: { type: "text/plain", content: "see" } });
    assert.equal(parts[1].partType, "attachment");
    has(parts[1].payload, { type: "file/x-pusher-file", name: NAME, size: 17 });
    assert.ok(parts[1].payload.urlExpiry().getTime() - Date.now() > HALF_AN_HOUR);
    assert.deepEqual(await json(await parts[1].payload.url()), { hello: "world" });

    const [fetched] = await bob.user.fetchMessages({ roomId: "lobby", limit: 1 });
    has(fetched.attachment, { type: "file", name: NAME });
    assert.deepEqual(await json(fetched.attachment.link), { hello: "world" });
  });
  for (const [type, name, mediaType, seen] of [
    ["image", "cat.png", "image/png", "image/x-pusher-img"],
    ["video", "cat.mp4", "video/mp4", "video/x-pusher-video"],
    ["audio", "cat.ogg", "audio/ogg", "audio/x-pusher-audio"],
  ]) {
    await check(`an attachment of the older form has the type ${type}`, async () => {
      const file = new File([name], name, { type: mediaType });
      const id = await alice.user.sendMessage({ roomId: "lobby", text: "", attachment: { file, name } });
      has((await messageIn(older, id)).attachment, { type, name });
      has((await messageIn(newer, id)).parts[1].payload, { type: seen, name, size: name.length });
    });
  }
  await check("a file of the same name does not replace that of an earlier message", async () => {
    const send = (content) => {
      const file = new File([JSON.stringify(content)], NAME, { type: "application/json" });
      return alice.user.sendMessage({ roomId: "lobby", text: "again", attachment: { file, name: NAME } });
    };
    const first = await messageIn(older, await send({ first: true }));
    const second = await messageIn(older, await send({ second: true }));
    assert.deepEqual(await json(second.attachment.link), { second: true });
    assert.deepEqual(await json(first.attachment.link), { first: true });
  });
  await check("sending files requires the permission file:create", async () => {
    await sdk.updatePermissionsForGlobalRole({ name: "default", permissionsToRemove: ["file:create"] });
    const missing = "services/chatkit_authorizer/authorization/missing_permission";
    const parts = [{ file: JSON_FILE() }];
    await refused(alice.user.sendMultipartMessage({ roomId: "lobby", parts }), 401, missing);
    const attachment = { file: JSON_FILE(), name: NAME };
    await refused(alice.user.sendMessage({ roomId: "lobby", text: "see", attachment }), 401, missing);
    await sdk.updatePermissionsForGlobalRole({ name: "default", permissionsToAdd: ["file:create"] });
  });
}
