// A server of this repository as a process of its own, which ends with this one.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Starts a program on a free port and waits until it says that it is ready. `told` has the lines it printed before. With a doorway the
// program is reached through that.
export async function start(path, options, doorway) {
  const child = spawn(path, options, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  process.once("exit", () => child.kill("SIGKILL"));
  const told = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    const own = /^listening on \w+:\/\/(\S+)$/.exec(line)?.[1];
    if (own) {
      doorway?.leadTo(own);
      return { own, address: doorway?.address ?? own, told, stop: () => (child.kill("SIGTERM"), exited) };
    }
  }
  throw new Error("the server ended before it listened");
}
