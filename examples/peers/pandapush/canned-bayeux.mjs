// A Bayeux server with canned replies, which shows how a client handles what a sound server does rarely.

import { createServer } from "node:http";

import { Queue } from "../queue.mjs";

const ADVICE = { reconnect: "retry", interval: 0, timeout: 30_000 };

export class CannedServer {
  // All messages that arrived, and the header fields of their requests.
  messages = [];
  fields = [];
  // The largest number of requests without a connect that were open at the same time.
  simultaneous = 0;
  // Answers one message: with a reply, a status code, or null for a held connect.
  answer = (message) => this.accept(message);
  // What the cross-origin policy of the server allows.
  allowsOrigins = true;
  #held = new Queue();
  #open = 0;
  #sessions = 0;
  #arrivals = new Queue();
  #server = createServer((request, response) => this.#respond(request, response));

  async listen() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#server.unref();
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  // The reply of a sound server.
  accept({ channel, id, clientId, subscription }) {
    if (channel === "/meta/connect") return null;
    const reply = { channel, id, clientId, successful: true, subscription };
    if (channel !== "/meta/handshake") return reply;
    this.#sessions += 1;
    const supportedConnectionTypes = ["long-polling", "cross-origin-long-polling", "callback-polling", "websocket"];
    return { ...reply, clientId: `session${this.#sessions}`, supportedConnectionTypes, advice: ADVICE };
  }

  refuse = ({ channel, id, clientId, subscription }, error, advice) => ({
    ...{ channel, id, clientId, subscription, successful: false, error, advice },
  });

  // Answers the next held connect, with events.
  async release(...events) {
    const { message, finish } = await this.#held.take();
    const { channel, id, clientId } = message;
    finish([{ channel, id, clientId, successful: true, advice: ADVICE }, ...events]);
  }

  // Waits for the next message to the channel.
  async next(channel) {
    for (;;) {
      const message = await this.#arrivals.take();
      if (message.channel === channel) return message;
    }
  }

  sent(channel) {
    return this.messages.filter((message) => message.channel === channel);
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #respond(request, response) {
    const { searchParams } = new URL(request.url, "http://host");
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const isForm = !request.headers["content-type"]?.startsWith("application/json");
    const text = searchParams.get("message") ?? (isForm ? new URLSearchParams(body).get("message") : body);
    if (text === null) return response.end("<!doctype html>");
    if (this.allowsOrigins && request.headers.origin) {
      response.setHeader("access-control-allow-origin", request.headers.origin);
      response.setHeader("access-control-allow-credentials", "true");
    }
    const messages = JSON.parse(text);
    this.fields.push(request.headers);
    this.messages.push(...messages);
    if (messages[0].channel !== "/meta/connect") {
      this.#open += 1;
      this.simultaneous = Math.max(this.simultaneous, this.#open);
      response.once("close", () => (this.#open -= 1));
    }
    const callback = searchParams.get("jsonp");
    const finish = (replies) => response.end(callback ? `/**/${callback}(${JSON.stringify(replies)});` : JSON.stringify(replies));
    const answers = messages.map((message) => this.answer(message, messages));
    const status = answers.find((answer) => typeof answer === "number");
    for (const message of messages) this.#arrivals.put(message);
    if (status) {
      response.statusCode = status;
      response.end();
    } else if (answers.includes(null)) {
      this.#held.put({ message: messages[0], finish });
    } else {
      finish(answers);
    }
  }
}
