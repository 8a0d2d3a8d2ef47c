// Assertions about results and errors of the SDKs.

import assert from "node:assert/strict";
import { inspect } from "node:util";

const ERROR_URI_BASE = "https://docs.pusher.com/errors/";

// Asserts that a call fails with an error response of this status and type, with all fields of the error format.
export async function refused(call, status, type) {
  let answer;
  try {
    answer = await call;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.status === undefined) throw thrown;
    const error = errorOf(thrown);
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
  assert.fail(`expected ${status} ${type}, but the call succeeded: ${brief(answer)}`);
}

// Asserts that a text is a time in the format of the service.
export function isTime(text) {
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
}

// Asserts that an object has these members, and possibly others.
export function has(object, members) {
  for (const [name, value] of Object.entries(members)) {
    assert.deepEqual(object[name], value, `${name} of ${brief(object)}`);
  }
}

export const idsOf = (objects) => objects.map((object) => object.id);

// Returns an error response in one form, because the SDKs' forms differ.
function errorOf(thrown) {
  return thrown?.info === undefined ? thrown : { status: thrown.statusCode, ...thrown.info };
}

export function explain(thrown) {
  const error = errorOf(thrown);
  if (error?.status !== undefined) {
    return `error response: ${error.status} ${error.error}: ${error.error_description}`;
  }
  return thrown instanceof Error ? thrown.stack : brief(thrown);
}

// The objects of the SDKs are deeply nested, so only the first level is shown.
const brief = (object) => inspect(object, { depth: 0, breakLength: Infinity });
