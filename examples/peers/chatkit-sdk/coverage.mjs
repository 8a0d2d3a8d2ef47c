// Records which members of the SDKs' objects a scenario uses, to find members without a check.

import assert from "node:assert/strict";

const members = new Map();
const prototypes = new Map();

// Returns a proxy of the object that records each use of its members under a name, except calls within the object.
export function observed(name, object) {
  prototypes.set(name, Object.getPrototypeOf(object));
  return new Proxy(object, {
    get(target, member) {
      const value = Reflect.get(target, member, target);
      if (typeof member !== "string") return value;
      if (typeof value !== "function") {
        record(name, member);
        return value;
      }
      return (...values) => {
        record(name, member);
        return value.apply(target, values);
      };
    },
  });
}

// Records one use of a member, or of a hook.
export function record(name, member) {
  if (!members.has(name)) members.set(name, new Set());
  members.get(name).add(member);
}

// Asserts that every member was used except internal ones.
export function allUsed(name, internal = []) {
  const all = Object.getOwnPropertyNames(prototypes.get(name)).filter((member) => member !== "constructor");
  const missing = internal.filter((member) => !all.includes(member));
  assert.deepEqual(missing, [], `internal members that ${name} lacks`);
  allRecorded(name, all.filter((member) => !internal.includes(member)));
}

// Asserts that all expected members were recorded under the name.
export function allRecorded(name, expected) {
  const used = members.get(name) ?? new Set();
  assert.notEqual(expected.length, 0);
  assert.deepEqual(expected.filter((member) => !used.has(member)), [], `unused members of ${name}`);
}
