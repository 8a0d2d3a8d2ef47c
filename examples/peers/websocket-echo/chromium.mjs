// Tests websocket-echo with the WebSocket of Chromium.

import assert from "node:assert/strict";

import { launch } from "../browser.mjs";
import { Report } from "../report.mjs";
import { start } from "./program.mjs";

const report = new Report();
const plain = await start("--max-message", `${2 << 20}`, "--subprotocol", "v2", "--subprotocol", "v1");
const deflate = await start("--deflate");
const { context, close } = await launch();
const page = await context.newPage();

// Defines `open` in a blank page: it opens a connection that has promises instead of events.
await page.evaluate(() => {
  globalThis.open = (url, protocols = []) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, protocols);
      const waiting = [];
      socket.binaryType = "arraybuffer";
      socket.closed = new Promise((done) => {
        socket.onclose = ({ code, reason, wasClean }) => {
          done({ code, reason, wasClean });
          resolve(socket);
        };
      });
      socket.onmessage = ({ data }) => waiting.shift()(data);
      socket.next = () => new Promise((done) => waiting.push(done));
      socket.echo = (message) => {
        const next = socket.next();
        socket.send(message);
        return next;
      };
      socket.onopen = () => resolve(socket);
    });
});

for (const [name, url, extensions] of [
  ["uncompressed", plain.url, ""],
  ["compressed", deflate.url, "permessage-deflate"],
]) {
  await report.check(`messages of all lengths, ${name}`, async () => {
    const result = await page.evaluate(async (url) => {
      const socket = await open(`${url}/echo`);
      const wrong = [];
      for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20]) {
        const text = "é".repeat(size >> 1) + "x".repeat(size & 1);
        if ((await socket.echo(text)) !== text) wrong.push(`text ${size}`);
        const bytes = new Uint8Array(size).map((_, at) => (at * at) % 251);
        const back = new Uint8Array(await socket.echo(bytes));
        if (back.length !== size || back.some((byte, at) => byte !== bytes[at])) wrong.push(`bytes ${size}`);
      }
      const all = Array.from({ length: 1000 }, (_, number) => socket.echo(`${number}`));
      (await Promise.all(all)).forEach((text, number) => text === `${number}` || wrong.push(`number ${number}`));
      socket.close(1000, "done");
      return { wrong, extensions: socket.extensions, closed: await socket.closed };
    }, url);
    assert.deepEqual(result.wrong, []);
    assert.ok(result.extensions === extensions || (extensions !== "" && result.extensions.startsWith(extensions)));
    assert.deepEqual(result.closed, { code: 1000, reason: "done", wasClean: true });
  });
}

await report.check("the server's preferred subprotocol, and application close codes", async () => {
  const result = await page.evaluate(async (url) => {
    const socket = await open(`${url}/echo`, ["v1", "v2"]);
    socket.close(4999, "wég");
    return { protocol: socket.protocol, closed: await socket.closed };
  }, plain.url);
  assert.deepEqual(result, { protocol: "v2", closed: { code: 4999, reason: "wég", wasClean: true } });
});

await report.check("typed messages", async () => {
  const replies = await page.evaluate(async (url) => {
    const socket = await open(`${url}/typed`, "echo.v1");
    const replies = [JSON.parse(await socket.echo('{"text":"hello"}')), JSON.parse(await socket.echo("hello")).type];
    socket.close();
    await socket.closed;
    return [socket.protocol, ...replies];
  }, deflate.url);
  assert.deepEqual(replies, ["echo.v1", { type: "echo", number: 1, text: "hello" }, "not_understood"]);
});

await report.check("a message above the limit closes with 1009", async () => {
  const closed = await page.evaluate(async (url) => {
    const socket = await open(`${url}/echo`);
    socket.send(new Uint8Array((2 << 20) + 1));
    return socket.closed;
  }, plain.url);
  assert.equal(closed.code, 1009);
});

await report.check("an unknown path is rejected", async () => {
  const closed = await page.evaluate(async (url) => (await open(`${url}/nowhere`)).closed, plain.url);
  assert.deepEqual(closed, { code: 1006, reason: "", wasClean: false });
});

await report.check("a terminated server closes with 1001", async () => {
  await page.evaluate(async (url) => {
    globalThis.last = await open(`${url}/echo`);
    await last.echo("hello");
  }, plain.url);
  const ended = plain.stop();
  assert.deepEqual(await page.evaluate(() => last.closed), { code: 1001, reason: "", wasClean: true });
  assert.equal(await ended, 0);
});

await close();
await deflate.stop();
process.exit(report.finish());
