// Waiting for hook calls of the client SDK.

import { inTime } from "../in-time.mjs";
import { record } from "./coverage.mjs";

// The calls of one device's hooks, in order.
export class HookCalls {
  #events = [];
  #waiting = [];

  // Returns hooks with these names that record their calls.
  hooks(kind, names) {
    return Object.fromEntries(names.map((name) => [name, (...values) => this.#add(kind, name, values)]));
  }

  // Removes the first past or future call that matches, and returns its arguments.
  async next(name, matches = () => true) {
    const fits = (event) => event.name === name && matches(...event.values);
    const index = this.#events.findIndex(fits);
    if (index >= 0) return this.#events.splice(index, 1)[0].values;
    const waiting = { fits };
    const called = new Promise((resolve) => (waiting.resolve = resolve));
    this.#waiting.push(waiting);
    try {
      return await inTime(called, `${name}, with the calls ${this.#summary()}`);
    } finally {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    }
  }

  // Removes all remaining calls of a hook and returns their arguments.
  take(name) {
    const taken = this.#events.filter((event) => event.name === name);
    this.#events = this.#events.filter((event) => event.name !== name);
    return taken.map((event) => event.values);
  }

  // Removes all calls.
  clear() {
    this.#events = [];
  }

  #add(kind, name, values) {
    record(kind, name);
    const event = { name, values };
    const waiting = this.#waiting.find((candidate) => candidate.fits(event));
    if (waiting === undefined) {
      this.#events.push(event);
      return;
    }
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.resolve(values);
  }

  #summary() {
    return JSON.stringify(this.#events.map((event) => event.name));
  }
}
