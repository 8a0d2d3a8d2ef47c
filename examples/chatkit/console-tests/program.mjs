// `chatkit serve` as a process of its own. Its path is in the environment.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Starts it on a free port, or at an address, and waits until it says that it is ready.
export async function start({ listen = "127.0.0.1:0", arguments: more = [] } = {}) {
  const child = spawn(process.env.CHATKIT, ["serve", "--listen", listen, ...more], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  process.once("exit", () => child.kill("SIGKILL"));
  const told = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    const address = /^listening on http:\/\/(\S+)$/.exec(line)?.[1];
    if (address) {
      const link = told.find((line) => line.startsWith("console: "))?.slice("console: ".length);
      return { address, url: `http://${address}/`, link, told, stop: () => (child.kill("SIGTERM"), exited) };
    }
  }
  throw new Error("the server ended before it listened");
}
