// Runs websocket-echo as a separate process. Its path is in the environment variable WEBSOCKET_ECHO.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Starts the program on a free port, and waits until it listens.
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
