// A server of npm's ws for tests of a client. It ends when its standard input ends.
//
//   /echo      echoes, accepts compression if started with "deflate", and selects the last offered subprotocol
//   /close     closes with the code in the first message and the reason "as you wish"
//   /fragments sends a text in three frames with a ping between them, and then the payload of the pong
//   /typed     sends the messages of websocket-echo's typed endpoint, and an invalid one after each
//   elsewhere  rejects with 403, a header field and an error document

import { createServer } from "node:http";

import { WebSocketServer } from "ws";

const perMessageDeflate = process.argv.includes("deflate") ? { threshold: 0 } : false;
const sockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate,
  handleProtocols: (offered) => [...offered].at(-1),
});

const paths = {
  "/echo": (socket) => socket.on("message", (data, binary) => socket.send(data, { binary })),
  "/close": (socket) => socket.once("message", (code) => socket.close(Number(code), "as you wish")),
  "/fragments": (socket) => {
    socket.on("pong", (data) => socket.send(data.toString()));
    socket.send("smør", { fin: false });
    socket.ping("between");
    socket.send("re", { fin: false });
    socket.send("brød", { fin: true });
  },
  "/typed": (socket) => {
    let number = 0;
    socket.on("message", (data) => {
      number += 1;
      socket.send(JSON.stringify({ type: "echo", number, text: JSON.parse(data).text }));
      socket.send("not a valid message");
    });
  },
};

const refusal = JSON.stringify({ status: 403, title: "not here" });

const server = createServer();
server.on("upgrade", (request, stream, head) => {
  const handle = paths[request.url];
  if (handle) {
    sockets.handleUpgrade(request, stream, head, handle);
  } else {
    stream.end(
      "HTTP/1.1 403 Forbidden\r\nContent-Type: application/problem+json\r\nX-Why: not-here\r\n" +
        `Content-Length: ${refusal.length}\r\nConnection: close\r\n\r\n${refusal}`,
    );
  }
});
server.listen(0, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
process.stdin.on("end", () => process.exit(0)).resume();
