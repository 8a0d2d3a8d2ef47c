// Drives the server with clients in Chromium: the published Faye client, the served `client.js` alone and on top of the
// Faye client, and the served `push.js`.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

import { launch } from "../browser.mjs";
import { PagePlace, TRANSPORTS_OF_PAGES } from "./places.mjs";
import { Run } from "./run.mjs";
import { Server } from "./server.mjs";
import { selection } from "./settings.mjs";
import { delivery } from "./suites/delivery.mjs";
import { patterns } from "./suites/patterns.mjs";
import { leavingPages, presence } from "./suites/presence.mjs";
import { publishing } from "./suites/publishing.mjs";
import { refusals } from "./suites/refusals.mjs";
import { restarting } from "./suites/restarting.mjs";
import { tokens } from "./suites/tokens.mjs";

const published = { file: createRequire(import.meta.url).resolve("faye/client/faye-browser.js") };

const LIBRARIES = {
  faye: { global: "Faye", scripts: [published] },
  "push.js": { global: "Faye", scripts: [{ served: "/push.js" }] },
  "client.js": { global: "Pandapush", scripts: [{ served: "/client.js" }] },
  "client.js on faye": { global: "Pandapush", scripts: [published, { served: "/client.js" }] },
};

const bayeux = [publishing, refusals, patterns, presence, delivery, restarting];

function suitesOf(name, transport) {
  switch (name) {
    case "faye":
      // Over HTTP the Faye client begins a request while the page goes away, which Chromium may not send any more.
      return transport === "websocket" ? [...bayeux, leavingPages] : bayeux;
    case "push.js":
      // The same client as in `client.js`, under another name.
      return [publishing];
    case "client.js":
      return [...bayeux, leavingPages, tokens];
    case "client.js on faye":
      return [tokens];
  }
}

const run = new Run([...bayeux, leavingPages, tokens]);
const server = await Server.start();
const { context, close } = await launch({ bypassCSP: true });
for (const name of selection(Object.keys(LIBRARIES))) {
  for (const transport of selection(TRANSPORTS_OF_PAGES)) {
    const place = new PagePlace(name, server, transport, context, LIBRARIES[name]);
    await run.at(place, suitesOf(name, transport));
    await run.check(`${place.name}: the pages had no uncaught error`, () => assert.deepEqual(place.errors, []));
    await place.close();
  }
}
await close();
await server.stop();
run.finish();
