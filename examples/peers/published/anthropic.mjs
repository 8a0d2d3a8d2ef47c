// Drives a server of published::messages with the npm package `@anthropic-ai/sdk`.

import assert from "node:assert/strict";

import Anthropic from "@anthropic-ai/sdk";

import { Report } from "../report.mjs";

const report = new Report();
const client = new Anthropic({ apiKey: "polly", baseURL: process.env.BASE_URL, maxRetries: 0 });
const messages = [{ role: "user", content: "hello to you" }];
const request = { model: "parrot-1", max_tokens: 9, messages };

await report.check("an answer is streamed event by event", async () => {
  const stream = await client.messages.create({ ...request, stream: true });
  const types = [];
  for await (const event of stream) types.push(event.type);
  assert.deepEqual(types, [
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
});

await report.check("the helper for streams collects the message", async () => {
  const message = await client.messages.stream(request).finalMessage();
  assert.equal(message.content[0].text, "hello to you");
  assert.equal(message.stop_reason, "end_turn");
  assert.equal(message.usage.output_tokens, 3);
});

await report.check("tokens are counted", async () => {
  const { input_tokens } = await client.messages.countTokens({ model: "parrot-1", messages });
  assert.equal(input_tokens, 3);
});

await report.check("an unknown model is a NotFoundError", async () => {
  const refused = client.messages.create({ ...request, model: "macaw", stream: true });
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof Anthropic.NotFoundError);
    assert.equal(error.error.error.type, "not_found_error");
    return true;
  });
});

await report.check("Retry-After is obeyed", async () => {
  const patient = new Anthropic({ apiKey: "polly", baseURL: process.env.BASE_URL, maxRetries: 1 });
  const stream = await patient.messages.create({ ...request, model: "busy", stream: true });
  const types = [];
  for await (const event of stream) types.push(event.type);
  assert.equal(types.at(-1), "message_stop");
});

process.exit(report.finish());
