// A client of the Bayeux protocol over a WebSocket, without a library.

import WebSocket from "ws";

import { inTime } from "../in-time.mjs";
import { Queue } from "../queue.mjs";

export class BayeuxClient {
  // The events that were received and not yet taken.
  events = new Queue();
  #socket;
  #replies = new Map();
  #made = 0;
  #clientId;

  // Connects to the mount of a server, for example `ws://127.0.0.1:3000/push`.
  static async connect(url) {
    const client = new BayeuxClient();
    client.#socket = new WebSocket(url);
    client.#socket.on("message", (text) => JSON.parse(text).forEach((message) => client.#take(message)));
    await inTime(
      new Promise((resolve, reject) => client.#socket.once("open", resolve).once("error", reject)),
      "a socket",
    );
    const { clientId } = await client.#send({
      channel: "/meta/handshake",
      version: "1.0",
      supportedConnectionTypes: ["websocket"],
    });
    client.#clientId = clientId;
    // The held connect is answered after the end of most checks, so nobody waits for it.
    client.#post({ channel: "/meta/connect", connectionType: "websocket" });
    return client;
  }

  // Subscribes, with a token if the channel needs one. Returns the reply.
  subscribe(channel, token) {
    return this.#send({
      channel: "/meta/subscribe",
      subscription: channel,
      ...(token && { ext: { auth: { token } } }),
    });
  }

  async disconnect() {
    const closed = new Promise((resolve) => this.#socket.once("close", resolve));
    this.#post({ channel: "/meta/disconnect" });
    await inTime(closed, "the end of the socket");
  }

  async #send(message) {
    const id = this.#post(message);
    const reply = await inTime(
      new Promise((resolve) => this.#replies.set(id, resolve)),
      `a reply on ${message.channel}`,
    );
    if (!reply.successful) throw new Error(`${message.channel}: ${reply.error}`);
    return reply;
  }

  #post(message) {
    const id = String((this.#made += 1));
    this.#socket.send(JSON.stringify([{ ...message, id, clientId: this.#clientId }]));
    return id;
  }

  #take(message) {
    if (message.successful === undefined) return this.events.put(message);
    this.#replies.get(message.id)?.(message);
    // A connect that was answered is sent again, as long as the client lives.
    if (message.channel === "/meta/connect" && message.successful)
      this.#post({ channel: "/meta/connect", connectionType: "websocket" });
  }
}
