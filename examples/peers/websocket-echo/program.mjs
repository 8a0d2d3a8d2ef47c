// Starts websocket-echo. The environment variable WEBSOCKET_ECHO has the path of the program.

import { start as startProgram } from "../program.mjs";

export async function start(...options) {
  const server = await startProgram(process.env.WEBSOCKET_ECHO, ["--listen", "127.0.0.1:0", ...options]);
  return { ...server, url: `ws://${server.address}`, http: `http://${server.address}` };
}
