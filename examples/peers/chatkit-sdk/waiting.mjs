// Waiting for what the server tells, never for time to pass.

import { inTime } from "../in-time.mjs";
import { note } from "./coverage.mjs";

// What the hooks of one device were told, in order.
export class Heard {
  #events = [];
  #waiting = [];

  // Hooks of these names, as the SDK takes them.
  hooks(kind, names) {
    return Object.fromEntries(names.map((name) => [name, (...values) => this.#add(kind, name, values)]));
  }

  // The first thing the hook was or will be told that matches, as an array of the hook's arguments. It is taken out.
  async next(name, matches = () => true) {
    const fits = (event) => event.name === name && matches(...event.values);
    const index = this.#events.findIndex(fits);
    if (index >= 0) return this.#events.splice(index, 1)[0].values;
    const waiting = { fits };
    const come = new Promise((resolve) => (waiting.resolve = resolve));
    this.#waiting.push(waiting);
    try {
      return await inTime(come, `${name}; heard was ${this.#summary()}`);
    } finally {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    }
  }

  // Everything the hook was told and nobody has taken yet; it is taken out.
  take(name) {
    const taken = this.#events.filter((event) => event.name === name);
    this.#events = this.#events.filter((event) => event.name !== name);
    return taken.map((event) => event.values);
  }

  // Forgets everything.
  clear() {
    this.#events = [];
  }

  #add(kind, name, values) {
    note(kind, name);
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
