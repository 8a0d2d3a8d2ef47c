// websocket-chat as a process of its own. Its path is in the environment.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Starts it, on a free port unless told otherwise, and waits until it says that it is ready.
export async function start(address = "127.0.0.1:0") {
  const child = spawn(process.env.WEBSOCKET_CHAT, ["--listen", address], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  process.once("exit", () => child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^listening on http:\/\/(\S+)$/.exec(line)?.[1];
    if (address) {
      return { address, url: `http://${address}/`, stop: () => (child.kill("SIGTERM"), exited) };
    }
  }
  throw new Error("the server ended before it listened");
}
