// Starts websocket-chat. The environment variable WEBSOCKET_CHAT has the path of the program.

import { start as startProgram } from "../program.mjs";

// With a proxy, the origin of its page is the address of the proxy, which the program must allow.
export async function start(proxy) {
  const origin = proxy === undefined ? [] : ["--origin", `http://${proxy.address}`];
  const server = await startProgram(process.env.WEBSOCKET_CHAT, ["--listen", "127.0.0.1:0", ...origin], proxy);
  return { ...server, url: `http://${server.address}/` };
}
