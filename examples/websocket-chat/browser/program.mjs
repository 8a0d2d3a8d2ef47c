// Runs websocket-chat as a separate process. Its path is in the environment variable WEBSOCKET_CHAT.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Starts the program, by default on a free port, and waits until it listens.
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
