// What a check can assert of the answers and refusals that the SDKs give.

import assert from "node:assert/strict";
import { inspect } from "node:util";

const ERROR_URI_BASE = "https://docs.pusher.com/errors/";

// Asserts that the server refuses, with this status and this type, and with all the fields an error has.
export async function refused(call, status, type) {
  let answer;
  try {
    answer = await call;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.status === undefined) throw thrown;
    const error = refusal(thrown);
    assert.equal(error.status, status, `status, of ${error.error}: ${error.error_description}`);
    if (type instanceof RegExp) {
      assert.match(error.error, type);
    } else {
      assert.equal(error.error, type);
    }
    assert.equal(typeof error.error_description, "string");
    assert.notEqual(error.error_description, "");
    assert.equal(error.error_uri, ERROR_URI_BASE + error.error);
    return error;
  }
  assert.fail(`accepted, though ${status} ${type} was expected: ${brief(answer)}`);
}

// Asserts that a text is a time as the service writes it.
export function isTime(text) {
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
}

// Asserts that an object has these members; others may be there as well.
export function has(object, members) {
  for (const [name, value] of Object.entries(members)) {
    assert.deepEqual(object[name], value, `${name} of ${brief(object)}`);
  }
}

export const idsOf = (objects) => objects.map((object) => object.id);

// What was refused, in one form: each SDK has its own.
function refusal(thrown) {
  return thrown?.info === undefined ? thrown : { status: thrown.statusCode, ...thrown.info };
}

export function explain(thrown) {
  const error = refusal(thrown);
  if (error?.status !== undefined) {
    return `refused: ${error.status} ${error.error}: ${error.error_description}`;
  }
  return thrown instanceof Error ? thrown.stack : brief(thrown);
}

// Objects of the SDKs lead everywhere.
const brief = (object) => inspect(object, { depth: 0, breakLength: Infinity });
