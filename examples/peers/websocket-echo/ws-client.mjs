// Tests websocket-echo with npm's ws.

import { Report } from "../report.mjs";
import { start } from "./program.mjs";
import { closing } from "./ws/closing.mjs";
import { deflate } from "./ws/deflate.mjs";
import { overHttp2 } from "./ws/http2.mjs";
import { messages } from "./ws/messages.mjs";
import { opening } from "./ws/opening.mjs";

const report = new Report();
const server = await start();
for (const suite of [messages, closing, opening, deflate, overHttp2]) {
  await suite(server, (name, body) => report.check(`${suite.name}: ${name}`, body));
}
await server.stop();
process.exit(report.finish());
