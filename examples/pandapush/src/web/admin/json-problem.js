// Finds where a text stops being JSON. The messages of browsers differ, and some have no position.

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;
// A string up to its end, or up to the first character that may not be in it.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

// How deep values may be nested, a little below the limit of the server.
const DEEPEST = 100;

// Returns the first problem of a text as `{ index, line, column, message }`, or undefined if it is JSON.
export function problemOfJson(text) {
  let index = 0;
  try {
    value(0);
    space();
    if (index < text.length) fail("expected the end of the text");
    return undefined;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const before = text.slice(0, index);
    return {
      index,
      line: before.split("\n").length,
      column: index - before.lastIndexOf("\n"),
      message: problem.message,
    };
  }

  function value(depth) {
    if (depth > DEEPEST) fail(`expected at most ${DEEPEST} levels`);
    space();
    const next = text[index];
    if (next === "{") members(depth);
    else if (next === "[") items(depth);
    else if (next === '"') string();
    else if (next === "'") fail('expected a value; strings begin with "');
    else if (!matches(NUMBER) && !matches(WORD)) fail('expected a value: {, [, ", a number, true, false or null');
    else if (/[\w.]/.test(text[index] ?? "")) fail("expected the end of the value");
  }

  function members(depth) {
    index += 1;
    if (closes("}")) return;
    do {
      space();
      if (text[index] !== '"') fail('expected a name in "');
      string();
      space();
      if (text[index] !== ":") fail("expected a colon after the name");
      index += 1;
      value(depth + 1);
    } while (continues("}"));
  }

  function items(depth) {
    index += 1;
    if (closes("]")) return;
    do value(depth + 1);
    while (continues("]"));
  }

  function closes(bracket) {
    space();
    if (text[index] !== bracket) return false;
    index += 1;
    return true;
  }

  function continues(bracket) {
    if (closes(bracket)) return false;
    if (text[index] !== ",") fail(`expected a comma or ${bracket}`);
    index += 1;
    return true;
  }

  function string() {
    matches(STRING);
    if (text[index] === '"') index += 1;
    else if (text[index] === "\\") fail("this escape is not JSON; write \\\\ for a backslash");
    else fail('expected " at the end of the string');
  }

  function matches(pattern) {
    pattern.lastIndex = index;
    if (!pattern.test(text)) return false;
    index = pattern.lastIndex;
    return true;
  }

  function space() {
    matches(SPACE);
  }

  function fail(message) {
    throw new Problem(message);
  }
}

class Problem extends Error {}
