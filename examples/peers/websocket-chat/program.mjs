// websocket-chat. Its path is in the environment.

import { start as startProgram } from "../program.mjs";

// Behind a doorway its page comes from the doorway's origin, as behind a proxy.
export async function start(doorway) {
  const origin = doorway === undefined ? [] : ["--origin", `http://${doorway.address}`];
  const server = await startProgram(process.env.WEBSOCKET_CHAT, ["--listen", "127.0.0.1:0", ...origin], doorway);
  return { ...server, url: `http://${server.address}/` };
}
