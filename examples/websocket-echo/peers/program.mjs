// websocket-echo as a process of its own. Its path is in the environment.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Starts it on a free port, and waits until it says that it is ready.
export async function start(...options) {
  const child = spawn(process.env.WEBSOCKET_ECHO, ["--listen", "127.0.0.1:0", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  process.once("exit", () => child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^listening on (ws:\/\/\S+)$/.exec(line)?.[1];
    if (url) {
      return { url, http: url.replace("ws:", "http:"), stop: () => (child.kill("SIGTERM"), exited) };
    }
  }
  throw new Error("the server ended before it listened");
}
