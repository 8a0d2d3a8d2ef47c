// Starts `chatkit serve`. The environment variable CHATKIT has the path of the program.

import { start as startProgram } from "../program.mjs";

const CONSOLE = "console: ";

// Starts the program. The result also has the printed link to its console.
export async function start({ proxy, options = [] } = {}) {
  const server = await startProgram(process.env.CHATKIT, ["serve", "--listen", "127.0.0.1:0", ...options], proxy);
  const link = server.printed.find((line) => line.startsWith(CONSOLE)).slice(CONSOLE.length);
  return { ...server, url: `http://${server.address}/`, link: link.replace(server.direct, server.address) };
}
