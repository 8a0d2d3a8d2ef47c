// One connection of npm's ws, with promises in place of events.

import { WebSocket } from "ws";

import { Queue } from "../../queue.mjs";

// Opens a connection; it is refused with an error that has the answer's status, header and body.
export function open(url, { protocols = [], ...options } = {}) {
  return new Promise((resolve, reject) => {
    // Compression is off unless a check asks for it.
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false, ...options });
    const peer = new Peer(socket);
    socket.once("open", () => resolve(peer));
    socket.once("error", reject);
    socket.once("unexpected-response", async (_, response) => {
      let body = "";
      for await (const chunk of response) {
        body += chunk;
      }
      reject(Object.assign(new Error(`refused: ${response.statusCode}`), { response, body }));
    });
  });
}

export class Peer {
  messages = new Queue();
  pongs = new Queue();

  constructor(socket) {
    this.socket = socket;
    // The answer that opened the connection.
    socket.once("upgrade", ({ headers }) => (this.headers = headers));
    socket.on("message", (data, binary) => this.messages.put({ data, binary }));
    socket.on("pong", (data) => this.pongs.put(data.toString()));
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  // The next message: a text as a string, bytes as a buffer.
  async next() {
    const { data, binary } = await this.messages.take();
    return binary ? data : data.toString();
  }

  async echo(message, options) {
    this.socket.send(message, options);
    return this.next();
  }

  async close(code, reason) {
    this.socket.close(code, reason);
    return this.closed;
  }
}
