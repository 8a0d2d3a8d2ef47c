// An HTTP/2 server of Node that sends canned responses, selected by the last segment of the path. It needs no package.
//
// It uses TLS if CANNED_CERT and CANNED_KEY are set, otherwise TCP with prior knowledge.

import { readFileSync } from "node:fs";
import http2 from "node:http2";

const { NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM, NGHTTP2_NO_ERROR } = http2.constants;

const json = { "content-type": "application/json" };
const user = { id: "alice", name: "Alice", created_at: "2017-03-23T11:36:42Z", updated_at: "2017-03-23T11:36:42Z" };
const notFound = "services/chatkit/not_found/user_not_found";

const event = (id) =>
  `[1,"${id}",{},{"event_name":"is_typing","data":{"user_id":"${id}"},"timestamp":"2017-04-14T14:00:42Z"}]\n`;
const keepAlive = '[0,""]\n';
const end = '[255,204,{},null]\n';

// The connections by the client's port. `session.socket` is a proxy that cannot be destroyed.
const sockets = new Map();

// The number of requests per method and name, and observations that a client can read.
const counts = new Map();
const notes = [];

// Writes each piece as a separate frame, by waiting until the previous one is written.
const write = async (stream, ...pieces) => {
  for (const piece of pieces) {
    await new Promise((written) => stream.write(piece, written));
  }
};

// Sends RST_STREAM only. `close` ends the stream regularly first.
const reset = (stream) => stream.destroy(new Error("reset"));

const answer = (status, body, headers = json) => (stream) => {
  stream.respond({ ":status": status, ...headers });
  stream.end(body);
};

const requests = {
  ok: answer(200, JSON.stringify(user)),
  split: async (stream) => {
    stream.respond({ ":status": 200, ...json });
    await write(stream, ...JSON.stringify(user));
    stream.end();
  },
  trailers: (stream) => {
    stream.respond({ ":status": 200, ...json }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-checked": "yes" }));
    stream.end(JSON.stringify(user));
  },
  informed: (stream) => {
    stream.additionalHeaders({ ":status": 103, link: "</style.css>; rel=preload" });
    answer(200, JSON.stringify(user))(stream);
  },
  unparsable: answer(200, "<html>fine</html>", { "content-type": "text/html" }),
  full: answer(404, JSON.stringify({ error: notFound, error_description: "Who?", error_uri: "u" })),
  null: answer(404, JSON.stringify({ error: notFound, error_description: null, error_uri: "u" })),
  missing: answer(404, JSON.stringify({ error: notFound })),
  attributes: answer(404, JSON.stringify({ error: notFound, error_attributes: { x: [1] }, unknown: 7 })),
  html: answer(502, "<html>Bad gateway</html>", { "content-type": "text/html" }),
  empty: (stream) => stream.respond({ ":status": 500 }, { endStream: true }),
  reset: (stream) => stream.close(NGHTTP2_INTERNAL_ERROR),
  refused: (stream, { times }) => {
    if (times > 1) requests.ok(stream);
    else stream.close(NGHTTP2_REFUSED_STREAM);
  },
  half: async (stream) => {
    stream.respond({ ":status": 200, ...json });
    await write(stream, '{"id":');
    reset(stream);
  },
  leaving: (stream, { times }) => {
    requests.ok(stream);
    // This request is answered. The next one needs another connection.
    if (times === 1) stream.session.goaway(NGHTTP2_NO_ERROR);
  },
  left: (stream, { times }) => {
    if (times > 1) return requests.ok(stream);
    // The last stream id 0 reports that no request was processed, so the client can retry (RFC 9113 §6.8).
    stream.session.goaway(NGHTTP2_NO_ERROR, 0);
    stream.session.destroy();
  },
  notes: (stream) => answer(200, JSON.stringify({ ...user, custom_data: { notes } }))(stream),
};

const open = (stream) => stream.respond({ ":status": 200, ...json });

// The first subscription receives one event and then breaks. A resumed one receives the rest.
const broken = (first) => async (stream, { last }) => {
  open(stream);
  if (last === undefined) {
    await write(stream, keepAlive, event("1"));
    return first(stream);
  }
  await write(stream, keepAlive, event(`after-${last}`), end);
  stream.end();
};

const subscriptions = {
  joined: async (stream) => {
    open(stream);
    await write(stream, keepAlive + event("1") + event("2") + keepAlive, event("3") + end);
    stream.end();
  },
  pieces: async (stream) => {
    open(stream);
    await write(stream, ...(keepAlive + event("1") + event("2") + end));
    stream.end();
  },
  large: async (stream) => {
    open(stream);
    // Larger than a frame and than the initial flow-control window.
    await write(stream, keepAlive, event("x".repeat(200_000)), end);
    stream.end();
  },
  quiet: async (stream) => {
    open(stream);
    await write(stream, ...Array.from({ length: 50 }, () => `[0,"${" ".repeat(100)}"]\n`), event("1"), end);
    stream.end();
  },
  trailers: async (stream) => {
    stream.respond({ ":status": 200, ...json }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-checked": "yes" }));
    await write(stream, keepAlive, event("1"), end);
    stream.end();
  },
  headers: (stream) => stream.respond({ ":status": 200, ...json }, { endStream: true }),
  stopped: broken((stream) => stream.end()),
  reset: broken(reset),
  cut: broken((stream) => sockets.get(stream.session.socket.remotePort).destroy()),
  leaving: broken((stream) => {
    stream.session.goaway(NGHTTP2_NO_ERROR);
    stream.session.destroy();
  }),
  ended: async (stream) => {
    open(stream);
    await write(stream, keepAlive, '[255,403,{"X-Why":"rules"},{"error":"a/b","error_description":null,"error_uri":"u"}]\n');
    stream.end();
  },
  null: answer(404, JSON.stringify({ error: notFound, error_description: null, error_uri: "u" })),
  html: answer(404, "<html>", { "content-type": "text/html" }),
  closed: async (stream) => {
    stream.on("close", () => notes.push(`closed with ${stream.rstCode}`));
    open(stream);
    await write(stream, keepAlive, event("1"));
  },
};

const { CANNED_CERT: cert, CANNED_KEY: key } = process.env;
const server = cert
  ? http2.createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) })
  : http2.createServer();

server.on("connection", (socket) => {
  const port = socket.remotePort;
  sockets.set(port, socket);
  socket.on("close", () => sockets.delete(port));
});

// Errors of streams and sessions are intended and must not end the process.
server.on("sessionError", () => {});
server.on("stream", async (stream, headers, _, raw) => {
  stream.on("error", () => {});
  const names = raw.filter((_, index) => index % 2 === 0);
  if (names.some((name) => name !== name.toLowerCase())) notes.push(`upper case: ${names}`);
  const name = headers[":path"].split("?")[0].split("/").pop();
  const canned = headers[":method"] === "SUBSCRIBE" ? subscriptions : requests;
  const key = `${headers[":method"]} ${name}`;
  const times = (counts.get(key) ?? 0) + 1;
  counts.set(key, times);
  const known = canned[name] ?? answer(501, `no canned response for ${key}`);
  await known(stream, { times, last: headers["last-event-id"] });
});

server.listen(0, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
