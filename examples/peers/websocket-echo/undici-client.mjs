// Tests websocket-echo with undici's WebSocket, which has the browser interface and which Node includes.

import assert from "node:assert/strict";
import { once } from "node:events";

import { WebSocket } from "undici";

import { Queue } from "../queue.mjs";
import { Report } from "../report.mjs";
import { start } from "./program.mjs";

class Peer {
  messages = new Queue();

  constructor(url, protocols = []) {
    this.socket = new WebSocket(url, protocols);
    this.socket.binaryType = "arraybuffer";
    this.socket.addEventListener("message", ({ data }) => this.messages.put(data));
    this.closed = once(this.socket, "close").then(([{ code, reason, wasClean }]) => ({ code, reason, wasClean }));
  }

  static async open(url, protocols) {
    const peer = new Peer(url, protocols);
    await once(peer.socket, "open");
    return peer;
  }

  echo(message) {
    this.socket.send(message);
    return this.messages.take();
  }
}

async function messages(peer) {
  for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20]) {
    const text = "é".repeat(size >> 1) + "x".repeat(size & 1);
    assert.equal(await peer.echo(text), text);
    const bytes = new Uint8Array(size).map((_, at) => at % 251);
    assert.deepEqual(new Uint8Array(await peer.echo(bytes)), bytes);
  }
  for (let number = 0; number < 1000; number += 1) {
    peer.socket.send(`${number}`);
  }
  for (let number = 0; number < 1000; number += 1) {
    assert.equal(await peer.messages.take(), `${number}`);
  }
  peer.socket.close(1000, "done");
  assert.deepEqual(await peer.closed, { code: 1000, reason: "done", wasClean: true });
}

const report = new Report();
const plain = await start("--max-message", `${2 << 20}`, "--subprotocol", "v2", "--subprotocol", "v1");
const deflate = await start("--deflate");

await report.check("messages of all lengths, uncompressed", async () => {
  const peer = await Peer.open(`${plain.url}/echo`);
  assert.equal(peer.socket.extensions, "");
  await messages(peer);
});

await report.check("messages of all lengths, compressed", async () => {
  const peer = await Peer.open(`${deflate.url}/echo`);
  assert.match(peer.socket.extensions, /^permessage-deflate/);
  await messages(peer);
});

await report.check("the server's preferred subprotocol", async () => {
  const peer = await Peer.open(`${plain.url}/echo`, ["v1", "v2"]);
  assert.equal(peer.socket.protocol, "v2");
  peer.socket.close();
  assert.equal((await peer.closed).code, 1005);
});

await report.check("application close codes and reasons", async () => {
  for (const [code, reason] of [[3000, ""], [4000, "wég"], [4999, "x".repeat(123)]]) {
    const peer = await Peer.open(`${plain.url}/echo`);
    peer.socket.close(code, reason);
    assert.deepEqual(await peer.closed, { code, reason, wasClean: true });
  }
});

await report.check("a message above the limit closes with 1009", async () => {
  const peer = await Peer.open(`${plain.url}/echo`);
  peer.socket.send(new Uint8Array((2 << 20) + 1));
  assert.equal((await peer.closed).code, 1009);
});

await report.check("typed messages", async () => {
  const peer = await Peer.open(`${deflate.url}/typed`, ["echo.v1"]);
  assert.equal(peer.socket.protocol, "echo.v1");
  assert.deepEqual(JSON.parse(await peer.echo('{"text":"hello"}')), { type: "echo", number: 1, text: "hello" });
  assert.equal(JSON.parse(await peer.echo("hello")).type, "not_understood");
  peer.socket.close(1000);
  assert.equal((await peer.closed).code, 1000);
});

await report.check("an unknown path is an error and an unclean close", async () => {
  const peer = new Peer(`${plain.url}/nowhere`);
  const failed = once(peer.socket, "error");
  assert.deepEqual(await peer.closed, { code: 1006, reason: "", wasClean: false });
  await failed;
});

await report.check("a terminated server closes with 1001", async () => {
  const peer = await Peer.open(`${plain.url}/echo`);
  assert.equal(await peer.echo("hello"), "hello");
  const ended = plain.stop();
  assert.deepEqual(await peer.closed, { code: 1001, reason: "", wasClean: true });
  assert.equal(await ended, 0);
});

await deflate.stop();
process.exit(report.finish());
