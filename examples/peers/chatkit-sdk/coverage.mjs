// Notes which members of the SDKs' objects a scenario uses, so that it can tell what it has forgotten.

import assert from "node:assert/strict";

const members = new Map();
const prototypes = new Map();

// The object, with every use of its members noted under that name. What the object calls in itself is not noted.
export function observed(name, object) {
  prototypes.set(name, Object.getPrototypeOf(object));
  return new Proxy(object, {
    get(target, member) {
      const value = Reflect.get(target, member, target);
      if (typeof member !== "string") return value;
      if (typeof value !== "function") {
        note(name, member);
        return value;
      }
      return (...values) => {
        note(name, member);
        return value.apply(target, values);
      };
    },
  });
}

// Notes one use. On its own it is for what is no member: a hook that was called.
export function note(name, member) {
  if (!members.has(name)) members.set(name, new Set());
  members.get(name).add(member);
}

// Asserts that every member was used, but for those that the SDK has for itself.
export function allUsed(name, internal = []) {
  const all = Object.getOwnPropertyNames(prototypes.get(name)).filter((member) => member !== "constructor");
  const gone = internal.filter((member) => !all.includes(member));
  assert.deepEqual(gone, [], `${name} has all that it is said to have for itself`);
  allNoted(name, all.filter((member) => !internal.includes(member)));
}

// Asserts that all of these were noted under the name.
export function allNoted(name, expected) {
  const used = members.get(name) ?? new Set();
  assert.notEqual(expected.length, 0);
  assert.deepEqual(expected.filter((member) => !used.has(member)), [], `members of ${name} that nothing used`);
}
