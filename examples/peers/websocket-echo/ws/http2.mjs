// WebSockets on HTTP/2 streams (RFC 8441): extended CONNECT by Node's http2 with prior knowledge, frames by npm's ws.

import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";

import { Receiver, Sender } from "ws";

import { Queue } from "../../queue.mjs";

async function open(session, path, headers = {}) {
  const stream = session.request({
    ":method": "CONNECT",
    ":protocol": "websocket",
    ":scheme": "http",
    ":path": path,
    "sec-websocket-version": "13",
    ...headers,
  });
  const [answer] = await once(stream, "response");
  return { stream, answer };
}

export async function overHttp2(server, check) {
  await check("extended CONNECT opens several WebSockets on one connection", async () => {
    const session = http2.connect(server.http);
    // A client may send an extended CONNECT once the server's SETTINGS allow it (RFC 8441 §3).
    const [settings] = await once(session, "remoteSettings");
    assert.equal(settings.enableConnectProtocol, true);
    const opened = await Promise.all(["/echo", "/typed"].map((path) => open(session, path)));
    for (const [number, { stream, answer }] of opened.entries()) {
      assert.equal(answer[":status"], 200);
      assert.equal(answer["sec-websocket-accept"], undefined);
      const [sender, receiver, events] = [new Sender(stream), new Receiver({ isServer: false }), new Queue()];
      receiver.on("message", (data) => events.put(data.toString()));
      receiver.on("conclude", (code, reason) => events.put(`${code} ${reason}`));
      stream.pipe(receiver);
      for (const size of [1, 1000]) {
        const text = JSON.stringify({ text: "x".repeat(size) });
        sender.send(text, { binary: false, compress: false, fin: true, mask: true });
        const reply = await events.take();
        assert.ok(number === 0 ? reply === text : JSON.parse(reply).type === "echo", reply);
      }
      sender.close(4001, "done", true);
      assert.equal(await events.take(), "4001 done");
      stream.end();
      await once(stream, "close");
    }
    const { stream, answer } = await open(session, "/nowhere");
    assert.equal(answer[":status"], 404);
    stream.close();
    const got = session.request({ ":path": "/echo" });
    assert.equal((await once(got, "response"))[0][":status"], 426);
    got.close();
    session.close();
    await once(session, "close");
  });
}
