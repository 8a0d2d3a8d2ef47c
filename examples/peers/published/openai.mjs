// Drives a server of published::chat with the npm package `openai`.

import assert from "node:assert/strict";

import OpenAI from "openai";

import { Report } from "../report.mjs";

const report = new Report();
const client = new OpenAI({ apiKey: "polly", baseURL: `${process.env.BASE_URL}/v1`, maxRetries: 0 });
const messages = [{ role: "user", content: "hello to you" }];

await report.check("models are listed", async () => {
  const models = [];
  for await (const model of client.models.list()) models.push(model.id);
  assert.deepEqual(models, ["parrot-1"]);
});

await report.check("a completion is streamed until [DONE]", async () => {
  const stream = await client.chat.completions.create({ model: "parrot-1", messages, stream: true });
  let text = "";
  let reason;
  for await (const chunk of stream) {
    text += chunk.choices[0].delta.content ?? "";
    reason = chunk.choices[0].finish_reason ?? reason;
  }
  assert.equal(text, "hello to you");
  assert.equal(reason, "stop");
});

await report.check("the same path completes at once", async () => {
  const { choices } = await client.chat.completions.create({ model: "parrot-1", messages });
  assert.deepEqual([choices[0].message.content, choices[0].finish_reason], ["hello to you", "stop"]);
  const short = await client.chat.completions.create({ model: "parrot-1", messages, max_completion_tokens: 2, stream: false });
  assert.deepEqual([short.choices[0].message.content, short.choices[0].finish_reason], ["hello to", "length"]);
});

await report.check("an answer at once is read", async () => {
  const response = await client.responses.create({ model: "parrot-1", input: "one two" });
  assert.equal(response.output_text, "one two");
});

await report.check("the helper for streams collects the same text", async () => {
  const runner = client.chat.completions.stream({ model: "parrot-1", messages, max_completion_tokens: 2 });
  const { message, finish_reason } = (await runner.finalChatCompletion()).choices[0];
  assert.deepEqual([message.content, finish_reason], ["hello to", "length"]);
});

await report.check("a reader may stop early", async () => {
  const stream = await client.chat.completions.create({ model: "parrot-1", messages, stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0].delta.content) break;
  }
});

await report.check("events with names are read", async () => {
  const stream = await client.responses.create({ model: "parrot-1", input: "one two", stream: true });
  const events = [];
  for await (const event of stream) events.push([event.type, event.delta ?? event.text]);
  assert.deepEqual(events, [
    ["response.output_text.delta", "one"],
    ["response.output_text.delta", " two"],
    ["response.output_text.done", "one two"],
  ]);
});

await report.check("one text and several are embedded", async () => {
  const embed = async (input) =>
    (await client.embeddings.create({ model: "parrot-1", input, encoding_format: "float" })).data.map(
      ({ embedding }) => embedding,
    );
  assert.deepEqual(await embed("ab"), [[97, 98]]);
  assert.deepEqual(await embed(["a", "b"]), [[97], [98]]);
});

await report.check("an unknown model is a NotFoundError with its code and parameter", async () => {
  const refused = client.chat.completions.create({ model: "macaw", messages, stream: true });
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.deepEqual([error.status, error.code, error.param], [404, "model_not_found", "model"]);
    return true;
  });
});

await report.check("another key is an AuthenticationError", async () => {
  const stranger = new OpenAI({ apiKey: "nobody", baseURL: client.baseURL, maxRetries: 0 });
  await assert.rejects(stranger.models.retrieve("parrot-1"), OpenAI.AuthenticationError);
});

await report.check("Retry-After is obeyed", async () => {
  const patient = new OpenAI({ apiKey: "polly", baseURL: client.baseURL, maxRetries: 1 });
  const stream = await patient.chat.completions.create({ model: "busy", messages, stream: true });
  let text = "";
  for await (const chunk of stream) text += chunk.choices[0].delta.content ?? "";
  assert.equal(text, "hello to you");
});

process.exit(report.finish());
