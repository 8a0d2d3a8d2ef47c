// One Bayeux client, as the suites use it: wherever it runs, and with the events of each subscription in a queue.

import { inTime } from "../in-time.mjs";
import { Queue } from "../queue.mjs";

// The refusal of a subscription or a publication, as the client reports it.
export class Refusal extends Error {
  constructor({ code, params, message }) {
    super(message);
    Object.assign(this, { code, params });
  }
}

export class Device {
  // All messages as the extensions see them.
  sent = [];
  received = [];
  states = new Queue();
  #call;
  #id;
  #queues = [];

  // `call(method, ...values)` calls the agent.
  constructor(id, call) {
    this.#id = id;
    this.#call = (method, ...values) => inTime(call(method, id, ...values), `${method} ${JSON.stringify(values)}`, 50_000);
  }

  // Takes a report of the agent.
  report(kind, value) {
    if (kind === "event") this.#queues[value.number].put(value);
    else if (kind === "sent" || kind === "received") this[kind].push(value);
    else this.states.put(kind);
  }

  // The type of the latest connect.
  get connectionType() {
    return this.sent.findLast((message) => message.channel === "/meta/connect")?.connectionType;
  }

  // The events that arrived on the wire, without replies.
  get events() {
    return this.received.filter((message) => message.successful === undefined);
  }

  open(endpoint, options = {}, disabled = []) {
    return this.#call("open", endpoint, options, disabled);
  }

  subscribe(channel, auth, style) {
    return this.#subscribed("subscribe", channel, auth, style);
  }

  subscribeTo(channel, ...tokens) {
    return this.#subscribed("subscribeTo", channel, tokens);
  }

  setAuth(channel, auth) {
    return this.#call("setAuth", channel, auth);
  }

  async publish(channel, data, auth) {
    accept(await this.#call("publish", channel, data, auth));
  }

  async publishTo(channel, token, data) {
    accept(await this.#call("publishTo", channel, token, data));
  }

  disconnect() {
    return this.#call("disconnect");
  }

  async #subscribed(method, channel, ...values) {
    const number = this.#queues.push(new Queue()) - 1;
    accept(await this.#call(method, number, channel, ...values));
    return new Subscribed(this.#queues[number], () => this.#call("cancel", number));
  }
}

class Subscribed {
  #queue;

  constructor(queue, cancel) {
    this.#queue = queue;
    this.cancel = cancel;
  }

  // Returns the data of the next event.
  async next() {
    return (await this.nextEvent()).data;
  }

  // Returns the channel, if the style of the subscription tells it, and the data of the next event.
  async nextEvent() {
    const { channel, data } = await inTime(this.#queue.take(), "an event");
    return { channel, data };
  }
}

function accept({ refusal }) {
  if (refusal) throw new Refusal(refusal);
}
