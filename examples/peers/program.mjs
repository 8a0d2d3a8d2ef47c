// A server of this repository as a child process that ends with this process.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Starts a program on a free port and waits until it listens. `printed` has the lines it printed before. If there is a
// proxy, it forwards to the program, and `address` is that of the proxy.
export async function start(path, options, proxy) {
  const child = spawn(path, options, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  const printed = [];
  for await (const line of createInterface({ input: child.stdout })) {
    printed.push(line);
    const direct = /^listening on \w+:\/\/(\S+)$/.exec(line)?.[1];
    if (direct) {
      proxy?.forwardTo(direct);
      const end = (signal) => () => (child.kill(signal), exited);
      return { direct, address: proxy?.address ?? direct, printed, stop: end("SIGTERM"), kill: end("SIGKILL") };
    }
  }
  throw new Error("the server ended before it listened");
}
