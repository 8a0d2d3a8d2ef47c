// Messages of all lengths and types, in one frame and in several.

import assert from "node:assert/strict";
import { once } from "node:events";

import { open } from "./peer.mjs";

// Sizes around the limits of the three length encodings (RFC 6455 §5.2), and one that exceeds a single read.
const SIZES = [0, 1, 125, 126, 127, 65535, 65536, 1 << 20];

export async function messages(server, check) {
  await check("texts and bytes are echoed unchanged", async () => {
    const peer = await open(`${server.url}/echo`);
    for (const size of SIZES) {
      const text = "é".repeat(size >> 1) + "x".repeat(size & 1);
      assert.equal(await peer.echo(text), text);
      const bytes = Buffer.alloc(size, 0xfe);
      assert.ok(bytes.equals(await peer.echo(bytes)), `${size} bytes`);
    }
    assert.equal((await peer.close(1000)).code, 1000);
  });

  await check("the root echoes too", async () => {
    const peer = await open(server.url);
    assert.equal(await peer.echo("hello"), "hello");
    await peer.close();
  });

  await check("frames of one message are joined, also if they split a character or enclose a ping", async () => {
    const peer = await open(`${server.url}/echo`);
    const text = Buffer.from("smørrebrød 🥪");
    for (const [at, byte] of text.entries()) {
      peer.socket.send(Buffer.from([byte]), { binary: false, fin: at === text.length - 1 });
      if (at === 3) {
        peer.socket.ping("between");
      }
    }
    assert.equal(await peer.next(), text.toString());
    assert.equal(await peer.pongs.take(), "between");
    for (const [piece, fin] of [["", false], ["a", false], ["", false], ["b", false], ["", true]]) {
      peer.socket.send(Buffer.from(piece), { fin });
    }
    assert.equal((await peer.next()).toString(), "ab");
    await peer.close();
  });

  await check("pings are answered with their payload, and unsolicited pongs are ignored", async () => {
    const peer = await open(`${server.url}/echo`);
    for (const payload of ["", "ping", "p".repeat(125)]) {
      peer.socket.ping(payload);
      assert.equal(await peer.pongs.take(), payload);
    }
    peer.socket.pong("unsolicited");
    assert.equal(await peer.echo("still here"), "still here");
    await peer.close();
  });

  await check("backpressure stops a client that does not read, without losing messages", async () => {
    const peer = await open(`${server.url}/echo`);
    const [count, size] = [4096, 16 << 10];
    peer.socket.pause();
    for (let number = 0; number < count; number += 1) {
      const message = Buffer.alloc(size, number);
      message.writeUInt32BE(number);
      peer.socket.send(message);
    }
    // Waits until no more bytes are sent. A wait that is too short only weakens the check.
    for (let before = -1; before !== peer.socket.bufferedAmount; ) {
      before = peer.socket.bufferedAmount;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(peer.socket.bufferedAmount > 0, "the server read 64 MiB although the client reads nothing");
    peer.socket.resume();
    for (let number = 0; number < count; number += 1) {
      const message = await peer.next();
      assert.equal(message.length, size);
      assert.equal(message.readUInt32BE(), number);
    }
    await peer.close();
  });

  await check("many connections at once", async () => {
    const peers = await Promise.all(Array.from({ length: 50 }, () => open(`${server.url}/echo`)));
    const texts = await Promise.all(peers.map((peer, number) => peer.echo(`${number}`)));
    assert.deepEqual(texts, peers.map((_, number) => `${number}`));
    await Promise.all(peers.map((peer) => peer.close()));
  });

  await check("a broken connection does not affect others", async () => {
    const [one, other] = [await open(`${server.url}/echo`), await open(`${server.url}/echo`)];
    one.socket.terminate();
    await once(one.socket, "close");
    assert.equal(await other.echo("fine"), "fine");
    await other.close();
  });
}
