// Validates OpenAPI documents, whose files are the arguments, with Redocly's rules for the specification.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { createConfig, lintFromString } from "@redocly/openapi-core";

import { Report } from "../report.mjs";

const RULES = {
  "no-identical-paths": "error",
  "no-unresolved-refs": "error",
  "operation-operationId-unique": "error",
  "operation-operationId-url-safe": "error",
  "operation-parameters-unique": "error",
  "path-declaration-must-exist": "error",
  "path-not-include-query": "error",
  "path-parameters-defined": "error",
  "security-defined": "error",
};

const config = await createConfig({ extends: ["spec"], rules: RULES });

// Returns the mistakes in a document, each in a line.
async function mistakes(source, name) {
  const problems = await lintFromString({ source, absoluteRef: name, config });
  return problems.map(({ ruleId, message, location }) => `${location[0]?.pointer}: ${message} (${ruleId})`);
}

async function isValid(path) {
  const found = await mistakes(await readFile(path, "utf8"), path);
  if (found.length > 0) throw new Error(found.slice(0, 20).join("\n"));
}

// A validator that accepts everything would prove nothing.
async function isRefused(change) {
  const document = JSON.parse(await readFile(process.argv[2], "utf8"));
  change(document);
  const found = await mistakes(JSON.stringify(document), "changed.json");
  if (found.length === 0) throw new Error("it is accepted");
}

const report = new Report((error) => error.message);
for (const path of process.argv.slice(2)) {
  await report.check(`${basename(path)} is valid`, () => isValid(path));
}
await report.check("a document without a title is not", () => isRefused((document) => delete document.info.title));
await report.check("a document with a reference to nothing is not", () =>
  isRefused((document) => {
    Object.values(Object.values(document.paths)[0])[0].responses["400"] = { $ref: "#/components/responses/Nothing" };
  }),
);
process.exit(report.finish());
