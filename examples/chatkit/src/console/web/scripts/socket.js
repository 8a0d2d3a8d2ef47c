// All subscriptions over one WebSocket, which is reopened after a loss. The waiting times are those of the published
// client.

import { ApiError, EXPIRED } from "./api.js";

const [SUBSCRIBE, OPENED, EVENT, UNSUBSCRIBE, END, PING, PONG, CLOSING] = [100, 101, 102, 198, 199, 16, 17, 99];

// In milliseconds. The first waiting time is doubled before use.
const [FIRST_WAIT, LONGEST_WAIT, PING_EVERY, QUIET, PONG_WITHIN] = [1000, 5000, 30_000, 10_000, 10_000];

export class Socket {
  #api;
  #notify;
  #socket;
  #open = new Map();
  #nextId = 0;
  #lastReceived = 0;

  // `notify` is called when the socket opens or closes.
  constructor(api, notify) {
    this.#api = api;
    this.#notify = notify;
    setInterval(() => this.#ping(), PING_EVERY);
  }

  // Subscribes to a path and returns a function that unsubscribes. `event` is called with the name and the data of each
  // event, `failed` with an error that is not retried. After a loss, a subscription that `resumes` continues after its
  // last event; any other starts again.
  follow(where, { service, as, resumes = false, event, failed }) {
    const address = this.#api.address(where, service);
    const subscription = { address, as, resumes, event, failed, wait: FIRST_WAIT };
    this.#subscribe(subscription);
    return () => {
      subscription.over = true;
      clearTimeout(subscription.timer);
      if (this.#open.delete(subscription.id)) this.#send([UNSUBSCRIBE, subscription.id, null, null]);
    };
  }

  async #subscribe(subscription) {
    const headers = { Authorization: `Bearer ${await this.#api.tokens.of(subscription.as)}` };
    if (subscription.resumes && subscription.last) headers["Last-Event-Id"] = subscription.last;
    if (subscription.over) return;
    subscription.id = this.#nextId++;
    this.#open.set(subscription.id, subscription);
    this.#connect();
    this.#send([SUBSCRIBE, subscription.id, subscription.address, headers]);
  }

  // Messages are sent once the socket is open.
  #send(message) {
    const socket = this.#socket;
    const text = JSON.stringify(message);
    if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    else socket?.addEventListener("open", () => socket.send(text));
  }

  #connect() {
    if (this.#socket) return;
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#notify(true));
    socket.addEventListener("close", () => this.#lose(socket));
    socket.addEventListener("message", ({ data }) => {
      this.#lastReceived = Date.now();
      this.#receive(JSON.parse(data));
    });
  }

  #lose(socket) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    socket.close();
    this.#notify(false);
    const lost = [...this.#open.values()];
    this.#open.clear();
    for (const subscription of lost) this.#retry(subscription);
  }

  #receive([type, id, ...rest]) {
    const subscription = this.#open.get(id);
    if (type === PING) this.#send([PONG, id, null, null]);
    else if (type === CLOSING) this.#closing(id, ...rest);
    else if (type === EVENT && subscription) {
      const [last, , body] = rest;
      subscription.last = last;
      subscription.event(body.event_name, body.data);
    } else if (type === END && subscription) {
      this.#open.delete(id);
      this.#end(subscription, ...rest);
    } else if (type === OPENED && subscription) subscription.refreshed = false;
  }

  #closing(status, headers, body) {
    const ended = [...this.#open.values()];
    this.#open.clear();
    this.#lose(this.#socket);
    for (const subscription of ended) this.#end(subscription, status, headers, body);
  }

  #end(subscription, status, headers, body) {
    const after = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "retry-after")?.[1];
    if (body?.error === EXPIRED && !subscription.refreshed) {
      subscription.refreshed = true;
      this.#api.tokens.forget(subscription.as);
      this.#subscribe(subscription);
    } else if (after !== undefined) this.#retry(subscription, Number(after) * 1000);
    else if (status >= 500) this.#retry(subscription);
    else if (status !== 204) subscription.failed(new ApiError(status, body ?? undefined));
  }

  #retry(subscription, after) {
    if (subscription.over) return;
    subscription.wait = Math.min(subscription.wait * 2, LONGEST_WAIT);
    subscription.timer = setTimeout(() => this.#subscribe(subscription), after ?? subscription.wait);
  }

  // Only a ping detects a connection that was lost without a close.
  #ping() {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || Date.now() - this.#lastReceived < QUIET) return;
    const pingSent = Date.now();
    this.#send([PING, this.#nextId++, null, null]);
    setTimeout(() => this.#lastReceived < pingSent && this.#lose(socket), PONG_WITHIN);
  }
}
