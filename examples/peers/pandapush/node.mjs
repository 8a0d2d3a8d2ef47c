// Drives the server with the published Faye client in Node, and with requests of the protocol.

import faye from "faye";

import { ProcessPlace, TRANSPORTS_OF_PROCESSES } from "./places.mjs";
import { Run } from "./run.mjs";
import { Server } from "./server.mjs";
import { selection } from "./settings.mjs";
import { delivery } from "./suites/delivery.mjs";
import { patterns } from "./suites/patterns.mjs";
import { presence } from "./suites/presence.mjs";
import { protocol } from "./suites/protocol.mjs";
import { publishing } from "./suites/publishing.mjs";
import { refusals } from "./suites/refusals.mjs";
import { restarting } from "./suites/restarting.mjs";

const bayeux = [publishing, refusals, patterns, presence, delivery, restarting];
const run = new Run([protocol, ...bayeux]);
const server = await Server.start();
await run.at({ name: "requests", url: server.url }, [protocol]);
for (const transport of selection(TRANSPORTS_OF_PROCESSES)) {
  const place = new ProcessPlace("faye", server, transport, faye);
  await run.at(place, bayeux);
  place.close();
}
await server.stop();
run.finish();
