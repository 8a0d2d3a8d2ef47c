// `chatkit serve`. Its path is in the environment.

import { start as startProgram } from "../program.mjs";

const CONSOLE = "console: ";

// Starts it, and gives the link to its console as it printed it.
export async function start({ doorway, options = [] } = {}) {
  const server = await startProgram(process.env.CHATKIT, ["serve", "--listen", "127.0.0.1:0", ...options], doorway);
  const printed = server.told.find((line) => line.startsWith(CONSOLE)).slice(CONSOLE.length);
  return { ...server, url: `http://${server.address}/`, link: printed.replace(server.own, server.address) };
}
