// Makes types with openapi-typescript, compiles a program with openapi-fetch that uses them, and runs it.
//
// Argument: the folder with the documents.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import createClient from "openapi-fetch";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

import { Report } from "../report.mjs";

const folder = process.argv[2];
const here = fileURLToPath(new URL(".", import.meta.url));
const report = new Report();

await report.check("types are made of the documents", async () => {
  for (const name of ["everything", "journal"]) {
    const types = astToString(await openapiTS(pathToFileURL(join(folder, `${name}.json`))));
    // The values of a type that nothing is known of: bytes, the details of errors, and other header fields.
    const known = types.replaceAll("[name: string]: unknown;", "").replaceAll("attributes?: unknown;", "");
    const vague = known.split("\n").filter((line) => /\b(unknown|any)\b/.test(line) && !/^\s*(\/?\*|\/\/)/.test(line));
    const surprising = vague.filter((line) => !/"(application\/octet-stream|image\/.*)"|body\?: unknown/.test(line));
    if (surprising.length > 0) throw new Error(`types that say nothing:\n${surprising.join("\n")}`);
    await writeFile(join(folder, `${name}.d.ts`), types);
  }
});

await report.check("a program that uses them compiles under strict options", async () => {
  const source = await readFile(join(here, "openapi-fetch.ts"), "utf8");
  await writeFile(join(folder, "openapi-fetch.ts"), source);
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    paths: { "openapi-fetch": [join(here, "../node_modules/openapi-fetch/dist/index.d.mts")] },
  };
  const problems = ts.getPreEmitDiagnostics(ts.createProgram([join(folder, "openapi-fetch.ts")], options));
  const host = { getCurrentDirectory: () => folder, getCanonicalFileName: (name) => name, getNewLine: () => "\n" };
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, host));
  const { outputText } = ts.transpileModule(source, { compilerOptions: { ...options, noEmit: false } });
  await writeFile(join(folder, "openapi-fetch.mjs"), outputText);
});

// Reports an outcome to the server, which compares it and the request with those of the client in Rust.
async function judged(name, outcome) {
  await report.check(name, async () => {
    const body = JSON.stringify({ case: name, outcome: await outcome() });
    const problem = await (await fetch(`${process.env.BASE_URL}/trial/outcome`, { method: "POST", body })).text();
    if (problem !== "") throw new Error(problem);
  });
}

if (report.failed === 0) {
  const { run } = await import(pathToFileURL(join(folder, "openapi-fetch.mjs")));
  await run(createClient, process.env.BASE_URL, process.env.CREDENTIALS, judged);
}
process.exitCode = report.finish();
