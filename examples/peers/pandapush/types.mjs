// Compiles a program against the types of the client, with the checks of `--strict`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { Report } from "../report.mjs";

const report = new Report();
await report.check("a strict program compiles, and its mistakes are found", () => {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const settings = fileURLToPath(new URL("types.json", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", settings], { encoding: "utf8" });
  assert.equal(stdout, "");
  assert.equal(status, 0);
});
process.exit(report.finish());
