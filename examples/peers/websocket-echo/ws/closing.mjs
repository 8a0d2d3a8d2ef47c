// Closing by either end, with codes and reasons, and after protocol violations.

import assert from "node:assert/strict";

import { start } from "../program.mjs";
import { open } from "./peer.mjs";

export async function closing(server, check) {
  await check("a close frame is answered with the same code and reason", async () => {
    for (const [code, reason] of [[1000, ""], [1000, "done"], [1001, "wég"], [1008, ""], [3000, "x".repeat(123)], [4999, "last"]]) {
      const peer = await open(`${server.url}/echo`);
      assert.deepEqual(await peer.close(code, reason), { code, reason });
    }
    const peer = await open(`${server.url}/echo`);
    assert.deepEqual(await peer.close(), { code: 1005, reason: "" });
  });

  await check("messages sent before a close are echoed before it", async () => {
    const peer = await open(`${server.url}/echo`);
    peer.socket.send("one");
    peer.socket.send("two");
    peer.socket.close(4000, "enough");
    assert.deepEqual([await peer.next(), await peer.next()], ["one", "two"]);
    assert.equal((await peer.closed).code, 4000);
  });

  await check("a text that is not UTF-8 closes with 1007", async () => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x61, 0xe2, 0x82]]) {
      const peer = await open(`${server.url}/echo`);
      peer.socket.send(Buffer.from(bytes), { binary: false });
      assert.equal((await peer.closed).code, 1007);
    }
  });

  await check("invalid frames close with 1002", async () => {
    const unmasked = [0x81, 0x01, 0x61];
    const reserved = [0xf1, 0x81, 0, 0, 0, 0, 0x61];
    const unknown = [0x83, 0x81, 0, 0, 0, 0, 0x61];
    const continuation = [0x80, 0x81, 0, 0, 0, 0, 0x61];
    const longPing = [0x89, 0xfe, 0x00, 0x7e, 0, 0, 0, 0];
    const badCode = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed];
    for (const frame of [unmasked, reserved, unknown, continuation, longPing, badCode]) {
      const peer = await open(`${server.url}/echo`);
      peer.socket._socket.write(Buffer.from(frame));
      assert.equal((await peer.closed).code, 1002, Buffer.from(frame).toString("hex"));
    }
  });

  await check("a message above the limit closes with 1009, in one frame and in several", async () => {
    const small = await start("--max-message", "1024", "--deflate");
    const peer = await open(`${small.url}/echo`);
    assert.equal((await peer.echo(Buffer.alloc(1024))).length, 1024);
    peer.socket.send(Buffer.alloc(1025));
    assert.equal((await peer.closed).code, 1009);
    const pieces = await open(`${small.url}/echo`);
    pieces.socket.send(Buffer.alloc(600), { fin: false });
    pieces.socket.send(Buffer.alloc(600), { fin: true });
    assert.equal((await pieces.closed).code, 1009);
    const inflated = await open(`${small.url}/echo`, { perMessageDeflate: true });
    inflated.socket.send(Buffer.alloc(16 << 20));
    assert.equal((await inflated.closed).code, 1009);
    assert.equal(await small.stop(), 0);
  });

  await check("16 MiB are within the default limit", async () => {
    const peer = await open(`${server.url}/echo`, { maxPayload: 64 << 20 });
    assert.equal((await peer.echo(Buffer.alloc(16 << 20, 7))).length, 16 << 20);
    await peer.close();
  });

  await check("a terminated server closes with 1001 and exits with 0", async () => {
    const going = await start();
    const peers = [await open(`${going.url}/echo`), await open(`${going.url}/typed`)];
    // The echoes ensure that both handlers run.
    await peers[0].echo("hello");
    await peers[1].echo('{"text":"hello"}');
    const ended = going.stop();
    for (const peer of peers) {
      assert.equal((await peer.closed).code, 1001);
    }
    assert.equal(await ended, 0);
  });
}
