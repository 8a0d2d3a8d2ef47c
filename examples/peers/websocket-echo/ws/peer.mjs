// A connection of npm's ws with promises instead of events.

import { WebSocket } from "ws";

import { Queue } from "../../queue.mjs";

// Opens a connection. A rejection throws an error with the status, header fields and body of the response.
export function open(url, { protocols = [], ...options } = {}) {
  return new Promise((resolve, reject) => {
    // Compression is off by default.
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false, ...options });
    const peer = new Peer(socket);
    socket.once("open", () => resolve(peer));
    socket.once("error", reject);
    socket.once("unexpected-response", async (_, response) => {
      let body = "";
      for await (const chunk of response) {
        body += chunk;
      }
      reject(Object.assign(new Error(`rejected: ${response.statusCode}`), { response, body }));
    });
  });
}

export class Peer {
  messages = new Queue();
  pongs = new Queue();

  constructor(socket) {
    this.socket = socket;
    // The header fields of the response that opened the connection.
    socket.once("upgrade", ({ headers }) => (this.headers = headers));
    socket.on("message", (data, binary) => this.messages.put({ data, binary }));
    socket.on("pong", (data) => this.pongs.put(data.toString()));
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  // Returns the next message: a text as a string, bytes as a buffer.
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
