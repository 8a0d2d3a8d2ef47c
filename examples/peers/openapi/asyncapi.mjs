// Validates AsyncAPI documents, whose files are the arguments, with the parser of the AsyncAPI Initiative.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { Parser } from "@asyncapi/parser";

import { Report } from "../report.mjs";

const ERROR = 0;
const parser = new Parser();

// Returns the mistakes in a document, each in a line.
async function mistakes(source) {
  const found = await parser.validate(source);
  return found.filter(({ severity }) => severity === ERROR).map(({ path, message }) => `${path.join("/")}: ${message}`);
}

async function isValid(path) {
  const source = await readFile(path, "utf8");
  const found = await mistakes(source);
  if (found.length > 0) throw new Error(found.slice(0, 20).join("\n"));
  const { document } = await parser.parse(source);
  if (document.channels().length === 0) throw new Error("it has no channels");
  if (document.operations().all().some((operation) => operation.messages().length === 0)) {
    throw new Error("an operation has no messages");
  }
}

// A validator that accepts everything would prove nothing.
async function isRefused(change) {
  const document = JSON.parse(await readFile(process.argv[2], "utf8"));
  change(document);
  const found = await mistakes(JSON.stringify(document));
  if (found.length === 0) throw new Error("it is accepted");
}

const report = new Report((error) => error.message);
for (const path of process.argv.slice(2)) {
  await report.check(`${basename(path)} is valid`, () => isValid(path));
}
await report.check("a document without a title is not", () => isRefused((document) => delete document.info.title));
await report.check("a document with an operation of no channel is not", () =>
  isRefused((document) => {
    Object.values(document.operations)[0].channel = { $ref: "#/channels/nothing" };
  }),
);
process.exit(report.finish());
