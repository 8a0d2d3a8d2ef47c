/** Reads JSON. Integers beyond 2^53 are of type `bigint`. */
function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) {
    return JSON.parse(text);
  }
  const mark = unusedMark(text);
  // Texts are matched as a whole, so that digits in them are no numbers.
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${mark}${token}"` : token,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** Writes JSON with the digits of values of type `bigint`. */
function stringifyJson(value: unknown): string {
  const mark = unusedMark("");
  let isWide = false;
  const text = JSON.stringify(value, (_, value: unknown) => {
    if (typeof value === "bigint") {
      isWide = true;
      return mark + value;
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new Failure("encode", `${value} is not a number that can be sent`);
    }
    return value;
  });
  return isWide ? text.replace(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1") : text;
}

/** Returns a text that begins no other one. */
function unusedMark(text: string): string {
  let mark: string;
  do {
    mark = `bigint ${Math.random()} `;
  } while (text.includes(mark));
  return mark;
}

/**
 * Where a value has integers of type `bigint`: a value itself, in the items of a list, in the members of an object, in
 * one of several alternatives. Other parts of an alternative tell it from the others.
 */
type Wide =
  | "bigint"
  | "number"
  | "string"
  | "boolean"
  | "null"
  | "any"
  | { readonly is: unknown }
  | { readonly list: Wide }
  | { readonly tuple: readonly Wide[] }
  | { readonly values: Wide }
  | { readonly members: Readonly<Record<string, Wide>>; readonly required: readonly string[]; readonly rest?: Wide }
  | { readonly either: readonly Wide[] }
  | { readonly all: readonly Wide[] }
  | { readonly of: () => Wide };

/** Converts the integers of a value that are of type `bigint`. */
function narrow(value: unknown, wide: unknown): unknown {
  return wide === undefined ? value : (converted(value, wide as Wide) ?? [value])[0];
}

/** Returns the converted value in a list, or `undefined` if the value is of another type. */
function converted(value: unknown, wide: Wide): [unknown] | undefined {
  if (typeof wide === "string") {
    if (wide === "any") {
      return [value];
    }
    if (wide === "bigint") {
      return typeof value === "bigint" ? [value] : Number.isInteger(value) ? [BigInt(value as number)] : undefined;
    }
    return (value === null ? "null" : typeof value) === wide ? [value] : undefined;
  }
  if ("is" in wide) {
    return value === wide.is ? [value] : undefined;
  }
  if ("of" in wide) {
    return converted(value, wide.of());
  }
  if ("either" in wide) {
    for (const one of wide.either) {
      const found = converted(value, one);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
  if ("all" in wide) {
    let found: [unknown] | undefined = [value];
    for (const one of wide.all) {
      found = found === undefined ? undefined : converted(found[0], one);
    }
    return found;
  }
  if ("list" in wide || "tuple" in wide) {
    if (!Array.isArray(value)) {
      return undefined;
    }
    const items = value.map((item, index) => {
      const of = "list" in wide ? wide.list : wide.tuple[index];
      return of === undefined ? undefined : converted(item, of);
    });
    return items.includes(undefined) ? undefined : [items.map((item) => item?.[0])];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const object: Record<string, unknown> = { ...value };
  if ("members" in wide && !wide.required.every((key) => key in object)) {
    return undefined;
  }
  for (const [key, member] of Object.entries(object)) {
    const of = "values" in wide ? wide.values : Object.hasOwn(wide.members, key) ? wide.members[key] : wide.rest;
    const found = of === undefined ? ([member] as [unknown]) : converted(member, of);
    if (found === undefined) {
      return undefined;
    }
    object[key] = found[0];
  }
  return [object];
}
