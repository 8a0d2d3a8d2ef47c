// Judges pairs of OpenAPI documents with Optic's rules for breaking changes.
//
// The argument is a file with a line for each pair: `{"old": …, "new": …}`. Prints a line of JSON for each: the changes
// that Optic calls breaking, as `{"rule", "where", "error"}`.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";

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

// Leaves out responses that are the same in both documents, because Optic takes more than linear time.
function withoutEqualResponses(old, current) {
  for (const [path, operations] of Object.entries(old)) {
    for (const [method, { responses }] of Object.entries(operations)) {
      const others = current[path]?.[method]?.responses ?? {};
      for (const status of Object.keys(responses)) {
        if (!(status in others) || !isDeepStrictEqual(responses[status], others[status])) continue;
        delete responses[status];
        delete others[status];
      }
    }
  }
}

function read(document) {
  return { jsonLike: { ...document, paths: resolved(document.paths, document) }, sourcemap: null };
}

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const pair = JSON.parse(line);
  // A ruleset keeps no state, but a runner belongs to one comparison.
  const runner = new RuleRunner([new BreakingChangesRuleset()]);
  const [old, current] = [read(pair.old), read(pair.new)];
  withoutEqualResponses(old.jsonLike.paths, current.jsonLike.paths);
  const { results } = await compareSpecs(old, current, runner, {});
  const breaking = results.filter(({ passed, exempted }) => !passed && !exempted);
  console.log(JSON.stringify(breaking.map(({ name, where, error }) => ({ rule: name, where, error }))));
}
