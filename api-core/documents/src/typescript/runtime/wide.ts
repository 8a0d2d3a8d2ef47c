/** Reads JSON. Integers beyond 2^53 are of type `bigint`. */
function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) {
    return JSON.parse(text);
  }
  const mark = unusedMark(text);
  return JSON.parse(marked(text, mark), (_, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** Returns JSON with texts in place of large integers. The time is that of reading the text once. */
function marked(text: string, mark: string): string {
  const token = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  const stop = /["\\]/g;
  let [out, kept] = ["", 0];
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '"') {
      // Digits in a text are no number.
      stop.lastIndex = token.lastIndex;
      let at = stop.exec(text);
      while (at?.[0] === "\\") {
        stop.lastIndex += 1;
        at = stop.exec(text);
      }
      if (at === null) {
        break;
      }
      token.lastIndex = stop.lastIndex;
    } else if (found[0].length >= 16 && !/[.eE]/.test(found[0]) && !Number.isSafeInteger(Number(found[0]))) {
      out += `${text.slice(kept, found.index)}"${mark}${found[0]}"`;
      kept = token.lastIndex;
    }
  }
  return out + text.slice(kept);
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

/** Returns a random prefix that `text` does not contain. */
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

/** Converts the integers of a value that are of type `bigint`, and no others. */
function narrow(value: unknown, wide: unknown): unknown {
  return wide === undefined ? value : (converted(value, wide as Wide, new WeakMap()) ?? [value])[0];
}

/** What objects were converted to by each type, so that alternatives convert each of them once. */
type Converted = WeakMap<object, Map<Wide, [unknown] | undefined>>;

/** Returns the converted value in a list, or `undefined` if the value is of another type. */
function converted(value: unknown, wide: Wide, known: Converted): [unknown] | undefined {
  if (typeof value !== "object" || value === null || typeof wide === "string") {
    return convertedOnce(value, wide, known);
  }
  const results = known.get(value) ?? new Map<Wide, [unknown] | undefined>();
  known.set(value, results);
  if (!results.has(wide)) {
    results.set(wide, convertedOnce(value, wide, known));
  }
  return results.get(wide);
}

function convertedOnce(value: unknown, wide: Wide, known: Converted): [unknown] | undefined {
  if (typeof wide === "string") {
    if (wide === "any") {
      return [value];
    }
    if (wide === "bigint") {
      return typeof value === "bigint" ? [value] : Number.isInteger(value) ? [BigInt(value as number)] : undefined;
    }
    if (wide === "number" && typeof value === "bigint") {
      return [Number(value)];
    }
    return (value === null ? "null" : typeof value) === wide ? [value] : undefined;
  }
  if ("is" in wide) {
    return value === wide.is ? [value] : undefined;
  }
  if ("of" in wide) {
    return converted(value, wide.of(), known);
  }
  if ("either" in wide) {
    for (const one of wide.either) {
      const found = converted(value, one, known);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
  if ("all" in wide) {
    let found: [unknown] | undefined = [value];
    for (const one of wide.all) {
      found = found === undefined ? undefined : converted(found[0], one, known);
    }
    return found;
  }
  if ("list" in wide || "tuple" in wide) {
    if (!Array.isArray(value)) {
      return undefined;
    }
    const items = value.map((item, index) => {
      const of = "list" in wide ? wide.list : wide.tuple[index];
      return of === undefined ? undefined : converted(item, of, known);
    });
    return items.includes(undefined) ? undefined : [items.map((item) => item?.[0])];
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return undefined;
  }
  const object: Record<string, unknown> = { ...value };
  if ("members" in wide && !isCandidate(object, wide.members, wide.required)) {
    return undefined;
  }
  for (const [key, member] of Object.entries(object)) {
    const of = "values" in wide ? wide.values : Object.hasOwn(wide.members, key) ? wide.members[key] : wide.rest;
    const found = of === undefined ? ([member] as [unknown]) : converted(member, of, known);
    if (found === undefined) {
      return undefined;
    }
    object[key] = found[0];
  }
  return [object];
}

/** Returns whether an object has the keys and the constants of a type. Tags are compared before anything is converted. */
function isCandidate(
  object: Record<string, unknown>,
  members: Readonly<Record<string, Wide>>,
  required: readonly string[],
): boolean {
  const isOther = ([key, of]: [string, Wide]) =>
    typeof of === "object" && "is" in of && Object.hasOwn(object, key) && object[key] !== of.is;
  return required.every((key) => Object.hasOwn(object, key)) && !Object.entries(members).some(isOther);
}
