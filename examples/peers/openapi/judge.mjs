// Judges pairs of OpenAPI documents with Optic's rules for breaking changes.
//
// The argument is a file with a line for each pair: `{"old": …, "new": …}`. Prints a line of JSON for each: the changes
// that Optic calls breaking, as `{"rule", "where", "error"}`.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { compareSpecs } from "@useoptic/openapi-utilities";
import { RuleRunner } from "@useoptic/rulesets-base";
import { BreakingChangesRuleset } from "@useoptic/standard-rulesets";

// Replaces references by what they name, as Optic's own command does. A type inside of itself becomes any value.
function resolved(value, document, within = []) {
  if (Array.isArray(value)) return value.map((item) => resolved(item, document, within));
  if (value === null || typeof value !== "object") return value;
  const reference = value.$ref;
  if (typeof reference === "string") {
    if (within.includes(reference)) return {};
    const target = reference.slice(2).split("/").reduce((part, key) => part[key], document);
    const { $ref, ...beside } = value;
    return { ...resolved(target, document, [...within, reference]), ...beside };
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part, document, within)]));
}

function read(document) {
  return { jsonLike: { ...document, paths: resolved(document.paths, document) }, sourcemap: null };
}

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const pair = JSON.parse(line);
  // A ruleset keeps no state, but a runner belongs to one comparison.
  const runner = new RuleRunner([new BreakingChangesRuleset()]);
  const { results } = await compareSpecs(read(pair.old), read(pair.new), runner, {});
  const breaking = results.filter(({ passed, exempted }) => !passed && !exempted);
  console.log(JSON.stringify(breaking.map(({ name, where, error }) => ({ rule: name, where, error }))));
}
