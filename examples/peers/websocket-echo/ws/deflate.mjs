// permessage-deflate with every parameter that a client can request.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { start } from "../program.mjs";
import { open } from "./peer.mjs";

const OFFERS = [
  [{}, []],
  [{ serverNoContextTakeover: true }, ["server_no_context_takeover"]],
  [{ clientNoContextTakeover: true }, ["client_no_context_takeover"]],
  [{ serverNoContextTakeover: true, clientNoContextTakeover: true }, ["server_no_context_takeover", "client_no_context_takeover"]],
  [{ serverMaxWindowBits: 9 }, ["server_max_window_bits=9"]],
  [{ serverMaxWindowBits: 12, clientMaxWindowBits: 10 }, ["server_max_window_bits=12"]],
  [{ clientMaxWindowBits: 9, threshold: 0 }, []],
  [{ threshold: 0, zlibDeflateOptions: { level: 9, memLevel: 1 } }, []],
  [{ threshold: 1 << 20 }, []],
];

export async function deflate(_, check) {
  const server = await start("--deflate");
  const mixed = [
    "",
    "a",
    "hello, hello, hello, hello, hello",
    Buffer.alloc(0),
    Buffer.alloc(65536),
    randomBytes(70_000),
    "Zwölf Boxkämpfer ".repeat(10_000),
    Buffer.alloc(1 << 20, "pattern"),
  ];
  for (const [offer, parameters] of OFFERS) {
    await check(`compressed: ${JSON.stringify(offer)}`, async () => {
      const peer = await open(`${server.url}/echo`, { perMessageDeflate: { threshold: 32, ...offer } });
      const agreed = peer.headers["sec-websocket-extensions"].split("; ");
      assert.equal(agreed[0], "permessage-deflate");
      for (const parameter of parameters) {
        assert.ok(agreed.includes(parameter), `${agreed} has ${parameter}`);
      }
      // Messages are sent twice, so that the second ones refer to the content of the window.
      for (const message of [...mixed, ...mixed]) {
        const reply = await peer.echo(message);
        assert.ok(Buffer.from(message).equals(Buffer.from(reply)), `${message.length} came back as ${reply.length}`);
        assert.equal(typeof reply, typeof message);
      }
      assert.equal((await peer.close(1000)).code, 1000);
    });
  }

  await check("compression saves bytes", async () => {
    const peer = await open(`${server.url}/echo`, { perMessageDeflate: true });
    const before = peer.socket._socket.bytesRead;
    assert.equal((await peer.echo(Buffer.alloc(1 << 20))).length, 1 << 20);
    const read = peer.socket._socket.bytesRead - before;
    assert.ok(read < 10_000, `1 MiB of zeros came as ${read} bytes`);
    await peer.close();
  });

  await check("a compressed message of several frames", async () => {
    const peer = await open(`${server.url}/echo`, { perMessageDeflate: { threshold: 0 } });
    for (const [piece, fin] of [["one ", false], ["", false], ["two ", false], ["three", true]]) {
      peer.socket.send(piece, { fin, compress: true });
    }
    assert.equal(await peer.next(), "one two three");
    await peer.close();
  });

  await check("compressed typed messages", async () => {
    const peer = await open(`${server.url}/typed`, { perMessageDeflate: { threshold: 0 } });
    assert.match(peer.socket.extensions, /^permessage-deflate/);
    const text = "x".repeat(1000);
    assert.deepEqual(JSON.parse(await peer.echo(JSON.stringify({ text }))), { type: "echo", number: 1, text });
    await peer.close();
  });

  await check("invalid compressed data closes the connection", async () => {
    const peer = await open(`${server.url}/echo`, { perMessageDeflate: true });
    peer.socket._socket.write(Buffer.from([0xc1, 0x84, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]));
    const { code } = await peer.closed;
    assert.ok([1002, 1007].includes(code), `${code}`);
  });
  assert.equal(await server.stop(), 0);
}
