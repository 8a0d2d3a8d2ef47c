function parseJson(text: string): unknown {
  return JSON.parse(text);
}

function stringifyJson(value: unknown): string {
  return JSON.stringify(value, finite);
}

function finite(_: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Failure("encode", `${value} is not a number that can be sent`);
  }
  return value;
}

/** Returns the value: none of the types of this module has integers beyond 2^53. */
function narrow(value: unknown, _: unknown): unknown {
  return value;
}
