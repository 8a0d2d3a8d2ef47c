// Drives a client in node.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { WebSocket } from "undici";

import { Report } from "../report.mjs";

const { drive } = await import(pathToFileURL(join(process.env.FOLDER, "driver.mjs")));
const report = new Report();
const open = (url, protocols, headers) => new WebSocket(url, { protocols, headers });
await drive(process.env.BASE_URL, open, (name, body) => report.check(name, body));
// A call that does not end would keep the process alive.
process.exit(report.finish());
