// What no client library shows: replaced polls, batches, slow subscribers.

import assert from "node:assert/strict";

import WebSocket from "ws";

import { inTime } from "../../in-time.mjs";
import { fresh } from "../channel-names.mjs";
import { publish } from "../rest.mjs";

// More than the buffers of the sockets on both sides hold.
const SLOW = 400;
const TEXT = "x".repeat(50_000);

export async function protocol(place, check) {
  const { url } = place;

  async function send(...messages) {
    const response = await fetch(`${url}/push`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(messages),
    });
    assert.equal(response.status, 200);
    return response.json();
  }

  async function handshake() {
    const supportedConnectionTypes = ["long-polling", "websocket"];
    const [reply] = await send({ channel: "/meta/handshake", version: "1.0", supportedConnectionTypes });
    assert.equal(reply.successful, true);
    return reply.clientId;
  }

  const connect = (clientId, id) => ({ channel: "/meta/connect", clientId, connectionType: "long-polling", id });
  const subscribe = (clientId, subscription) => ({ channel: "/meta/subscribe", clientId, subscription });

  await check("a poll that is replaced is answered without events, and the last one gets them", async () => {
    const [clientId, channel] = [await handshake(), fresh("public")];
    await send(subscribe(clientId, channel));
    const first = send(connect(clientId, "1"));
    const second = send(connect(clientId, "2"));
    const third = send(connect(clientId, "3"));
    // Requests of several connections arrive in any order. Two are replaced, whichever they are.
    const polls = [first, second, third];
    const replaced = [];
    for (let n = 0; n < 2; n += 1) {
      const waiting = polls.filter((poll) => !replaced.includes(poll));
      const [poll, replies] = await inTime(Promise.race(waiting.map(async (poll) => [poll, await poll])), "a replaced poll");
      replaced.push(poll);
      assert.equal(replies.length, 1);
      assert.equal(replies[0].successful, true);
    }
    await publish(url, channel, { n: 1 });
    const [reply, event] = await inTime(polls.find((poll) => !replaced.includes(poll)), "the last poll");
    assert.equal(reply.successful, true);
    assert.deepEqual(event, { channel, data: { n: 1 } });
  });

  await check("events wait for the next poll and come after its reply, in order", async () => {
    const [clientId, channel] = [await handshake(), fresh("public")];
    await send(subscribe(clientId, channel));
    for (let n = 0; n < 20; n += 1) await publish(url, channel, { n });
    const received = [];
    while (received.length < 20) {
      const [reply, ...events] = await send(connect(clientId, "c"));
      assert.equal(reply.id, "c");
      received.push(...events.map((event) => event.data.n));
    }
    assert.deepEqual(received, Array.from({ length: 20 }, (_, n) => n));
  });

  await check("a connect that asks for no time is answered at once", async () => {
    const [clientId, channel] = [await handshake(), fresh("public")];
    const batch = [{ ...connect(clientId, "1"), advice: { timeout: 0 } }, subscribe(clientId, channel)];
    const replies = await inTime(send(...batch), "the batch", 10_000);
    assert.deepEqual(new Set(replies.map((reply) => reply.channel)), new Set(["/meta/connect", "/meta/subscribe"]));
    assert.deepEqual(replies.map((reply) => reply.successful), [true, true]);
  });

  await check("an unknown client is told to handshake again", async () => {
    const [reply] = await send(connect("nosuchclient", "1"));
    const { advice, ...rest } = reply;
    assert.deepEqual(rest, {
      id: "1",
      channel: "/meta/connect",
      successful: false,
      error: "401:nosuchclient:Unknown client",
    });
    assert.deepEqual(advice, { reconnect: "handshake" });
  });

  await check("a subscriber that does not read delays no other one", async () => {
    const channel = fresh("public");
    const [slow, quick] = [await socket(url), await socket(url)];
    for (const each of [slow, quick]) {
      const clientId = await handshake();
      each.send(connect(clientId, "1"));
      each.send(subscribe(clientId, channel));
      await each.until((message) => message.channel === "/meta/subscribe");
    }
    slow.pause();
    for (let n = 0; n < SLOW; n += 1) {
      await publish(url, channel, { n, text: TEXT });
      await quick.until((message) => message.data?.n === n);
    }
    slow.resume();
    slow.close();
    quick.close();
  });
}

// Opens a WebSocket for messages of the protocol.
async function socket(url) {
  const opened = new WebSocket(`${url.replace(/^http/, "ws")}/push`);
  const received = [];
  let arrived = () => {};
  opened.on("message", (text) => {
    received.push(...JSON.parse(text));
    arrived();
  });
  await inTime(new Promise((resolve, reject) => opened.once("open", resolve).once("error", reject)), "a WebSocket");
  opened.on("error", () => {});
  return {
    send: (message) => opened.send(JSON.stringify([message])),
    pause: () => opened.pause(),
    resume: () => opened.resume(),
    close: () => opened.terminate(),
    // Waits for a message and forgets those before it.
    until: (matches) =>
      inTime(
        (async () => {
          for (;;) {
            while (received.length > 0) if (matches(received.shift())) return;
            await new Promise((resolve) => (arrived = resolve));
          }
        })(),
        "a message",
      ),
  };
}
