// Compiles a client, and if there is one a program that uses it, under the strictest options of TypeScript.

import { existsSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { Report } from "../report.mjs";

const folder = process.argv[2];
const files = ["client.ts", "usage.ts"].map((name) => join(folder, name)).filter(existsSync);

const report = new Report();
const options = {
  strict: true,
  exactOptionalPropertyTypes: true,
  // node runs such programs as they are, without a compiler.
  erasableSyntaxOnly: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUnusedParameters: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
};

await report.check("the client and its use compile", () => {
  const program = ts.createProgram(files, options);
  const problems = ts.getPreEmitDiagnostics(program);
  const host = { getCurrentDirectory: () => folder, getCanonicalFileName: (name) => name, getNewLine: () => "\n" };
  if (problems.length > 0) throw new Error(ts.formatDiagnostics(problems, host));
});

process.exitCode = report.finish();
