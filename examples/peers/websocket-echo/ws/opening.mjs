// The opening handshake: subprotocols, rejections, extensions, typed messages.

import assert from "node:assert/strict";

import { start } from "../program.mjs";
import { open } from "./peer.mjs";

export async function opening(server, check) {
  await check("the server's preferred subprotocol is chosen", async () => {
    const versioned = await start("--subprotocol", "v2", "--subprotocol", "v1");
    for (const [protocols, chosen] of [[["v1", "v2"], "v2"], [["v1"], "v1"], [["x", "v1"], "v1"], [[], ""]]) {
      const peer = await open(`${versioned.url}/echo`, { protocols });
      assert.equal(peer.socket.protocol, chosen);
      await peer.close();
    }
    // The server accepts without a subprotocol; npm's ws treats that as an error.
    await assert.rejects(open(`${versioned.url}/echo`, { protocols: ["x"] }), /Server sent no subprotocol/);
    assert.equal(await versioned.stop(), 0);
  });

  await check("an unknown path is answered with 404 and an error document", async () => {
    await assert.rejects(open(`${server.url}/nowhere`), ({ response, body }) => {
      assert.equal(response.statusCode, 404);
      assert.match(response.headers["content-type"], /^application\/problem\+json/);
      assert.equal(JSON.parse(body).status, 404);
      return true;
    });
  });

  await check("a request without an upgrade is answered with 426", async () => {
    const response = await fetch(`${server.http}/echo`);
    assert.equal(response.status, 426);
    assert.equal(response.headers.get("upgrade"), "websocket");
    await response.body?.cancel();
  });

  await check("another version is answered with 426 and the supported one", async () => {
    await assert.rejects(open(`${server.url}/echo`, { protocolVersion: 8 }), ({ response }) => {
      assert.equal(response.statusCode, 426);
      assert.equal(response.headers["sec-websocket-version"], "13");
      return true;
    });
  });

  await check("without --deflate an offer of compression is declined", async () => {
    const peer = await open(`${server.url}/echo`, { perMessageDeflate: true });
    assert.equal(peer.socket.extensions, "");
    assert.equal(await peer.echo("plain"), "plain");
    await peer.close();
  });

  await check("typed messages are JSON, and an invalid one does not affect others", async () => {
    const peer = await open(`${server.url}/typed`, { protocols: ["echo.v1"] });
    assert.equal(peer.socket.protocol, "echo.v1");
    const reply = async (text) => JSON.parse(await peer.echo(text));
    assert.deepEqual(await reply('{"text":"hello"}'), { type: "echo", number: 1, text: "hello" });
    for (const bad of ["", "{", "[]", '{"text":7}', '{"text":""}', `{"text":"${"x".repeat(1001)}"}`]) {
      assert.equal((await reply(bad)).type, "not_understood", bad);
    }
    assert.deepEqual(await reply(Buffer.from('{"text":"bytes"}')), { type: "echo", number: 2, text: "bytes" });
    assert.deepEqual(await peer.close(1000, "bye"), { code: 1000, reason: "bye" });
  });
}
