// Where clients run: in this process, or in pages of the browser.

import { createServer } from "node:http";

import { createAgent } from "./agent.mjs";
import { Device } from "./device.mjs";

// What is disabled so that the client takes the transport, and whether the page has another origin.
const TRANSPORTS = {
  websocket: { disabled: [] },
  eventsource: { disabled: ["websocket"] },
  "long-polling": { disabled: ["websocket", "eventsource"] },
  "cross-origin-long-polling": { disabled: ["websocket"], isForeign: true },
  "callback-polling": { disabled: ["websocket", "cross-origin-long-polling"], isForeign: true },
};

let ids = 0;

// Opens devices that use one library and one transport.
class Place {
  constructor(name, server, transport) {
    Object.assign(this, { name: `${name}, ${transport}`, server, transport });
  }

  get url() {
    return this.server.url;
  }

  async device() {
    const { disabled } = TRANSPORTS[this.transport];
    return this.deviceWith((device) => device.open(`${this.url}/push`, { retry: 1 }, disabled));
  }
}

export class ProcessPlace extends Place {
  #agent;
  #devices = new Map();

  constructor(name, server, transport, library) {
    super(name, server, transport);
    this.#agent = createAgent(library, (id, kind, value) => this.#devices.get(id).report(kind, value));
  }

  async deviceWith(open) {
    const id = (ids += 1);
    const device = new Device(id, async (method, ...values) => this.#agent[method](...values));
    this.#devices.set(id, device);
    await open(device);
    return device;
  }

  close() {
    for (const device of this.#devices.values()) device.disconnect();
  }
}

export class PagePlace extends Place {
  #context;
  #library;
  #devices = new Map();
  #pages = [];
  #errors = [];

  // `library` has its `scripts`, each a `file` or a path `served` by the server, and the name of their `global`.
  constructor(name, server, transport, context, library) {
    super(name, server, transport);
    this.#context = context;
    this.#library = library;
  }

  // Uncaught errors of the pages.
  get errors() {
    return this.#errors;
  }

  // Each device has a page of its own. Browsers limit the connections of a page.
  async deviceWith(open) {
    const id = (ids += 1);
    const page = await this.#page();
    const call = (method, ...values) =>
      page.evaluate(([method, values]) => globalThis.agent[method](...values), [method, values]);
    const device = new Device(id, call);
    device.page = page;
    this.#devices.set(id, device);
    await open(device);
    return device;
  }

  async close() {
    await Promise.all(this.#pages.map((page) => page.close()));
  }

  async #page() {
    const page = await this.#context.newPage();
    this.#pages.push(page);
    page.on("pageerror", (error) => this.#errors.push(String(error)));
    await page.exposeFunction("emit", (id, kind, value) => this.#devices.get(id)?.report(kind, value));
    await page.goto(TRANSPORTS[this.transport].isForeign ? await foreignPage() : `${this.url}/`);
    for (const script of this.#library.scripts) {
      await page.addScriptTag(script.served ? { url: this.url + script.served } : { path: script.file });
    }
    await page.evaluate(`globalThis.agent = (${createAgent})(globalThis[${JSON.stringify(this.#library.global)}], emit)`);
    return page;
  }
}

export const TRANSPORTS_OF_PROCESSES = ["websocket", "long-polling"];
export const TRANSPORTS_OF_PAGES = Object.keys(TRANSPORTS);

let foreign;

// Returns the address of an empty page of another origin.
function foreignPage() {
  foreign ??= new Promise((resolve) => {
    const server = createServer((request, response) => {
      response.setHeader("content-type", "text/html");
      response.end("<!doctype html><title>another origin</title>");
    });
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${server.address().port}/`));
    server.unref();
  });
  return foreign;
}
