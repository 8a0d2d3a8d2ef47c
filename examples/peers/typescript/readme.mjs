// Runs the program in TypeScript of the README against the server of the README.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import ts from "typescript";

import { Report } from "../report.mjs";

const folder = process.argv[2];
const base = process.env.BASE_URL;
const report = new Report();

// What newer versions of node do themselves: types are removed, and nothing else is changed.
for (const name of ["room.ts", "listen.mts"]) {
  const text = readFileSync(join(folder, name), "utf8").replace("./room.ts", "./room.mjs");
  const compilerOptions = { target: "ES2022", module: "ESNext", erasableSyntaxOnly: true };
  const { outputText, diagnostics } = ts.transpileModule(text, { compilerOptions, reportDiagnostics: true });
  assert.deepEqual(diagnostics, []);
  writeFileSync(join(folder, name.replace(/\.m?ts$/, ".mjs")), outputText);
}

const say = (message) =>
  fetch(`${base}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(message),
  });

await report.check("a program of twelve lines is refused, and listens", async () => {
  const program = spawn(process.execPath, [join(folder, "listen.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = [];
  let saying;
  try {
    for await (const line of createInterface({ input: program.stdout })) {
      lines.push(line);
      if (lines.length === 2) break;
      // It opens its stream some time after its first line, so messages are said until one is heard.
      saying = setInterval(() => say({ author: "curl", text: "hello" }).catch(() => {}), 20);
    }
  } finally {
    clearInterval(saying);
    program.kill();
  }
  assert.equal(lines[0], "422: the body violates its constraints");
  assert.equal(lines[1], "curl: hello");
});

await report.check("the documents are beside the API", async () => {
  for (const [path, start] of [
    ["/docs", "<!doctype html>"],
    ["/docs/openapi.json", "{"],
    ["/docs/asyncapi.json", "{"],
    ["/docs/client.ts", readFileSync(join(folder, "room.ts"), "utf8")],
  ]) {
    const response = await fetch(base + path);
    assert.equal(response.status, 200, path);
    assert.ok((await response.text()).startsWith(start), path);
  }
});

process.exitCode = report.finish();
