/** An argument of the query. */
interface QueryArgument {
  readonly key: string;
  readonly argument: string;
  readonly style?: Style;
  /** Whether the fields of the value are keys of their own, and their styles. */
  readonly fields?: Styles;
  /** Whether reserved characters are sent as they are, where a query can have them. */
  readonly reserved?: true;
}

/** The form of a list or an object: a separator, or brackets. Default: a key for each item. */
type Style = "," | " " | "|" | "[]";
type Styles = Readonly<Record<string, Style>>;

/** Returns the pairs of arguments. */
function writeQuery(query: readonly QueryArgument[], args: Arguments): string[] {
  const pairs: string[] = [];
  for (const { key, argument, style, fields, reserved } of query) {
    const first = pairs.length;
    if (fields === undefined) {
      writeValue(key, style, args[argument], pairs);
    } else {
      writeFields(args[argument], fields, pairs);
    }
    if (reserved) {
      const kept = pairs.splice(first).map((text) => text.replace(/%(?:2F|3F|3A|40|21|24|27|28|29|2C|3B|2A)/g, decodeURIComponent));
      pairs.push(...kept);
    }
  }
  return pairs;
}

function writeForm(value: unknown, { styles }: BodyForm): string {
  const pairs: string[] = [];
  writeFields(value, styles ?? {}, pairs);
  return pairs.join("&");
}

function writeFields(value: unknown, styles: Styles, pairs: string[]): void {
  for (const [key, field] of Object.entries((value ?? {}) as object)) {
    writeValue(key, Object.hasOwn(styles, key) ? styles[key] : undefined, field, pairs);
  }
}

function writeValue(key: string, style: Style | undefined, value: unknown, pairs: string[]): void {
  if (value === null || value === undefined) {
    return;
  }
  if (style !== undefined && style !== "[]") {
    const items = (Array.isArray(value) ? value : [value]).map(scalar);
    if (items.some((item) => item === "" || item.includes(style))) {
      throw new Failure("encode", `an item of \`${key}\` is empty or has the separator \`${style}\``);
    }
    if (items.length > 0) {
      pairs.push(pair(key, items.join(style)));
    }
    return;
  }
  const isNested = style === "[]" || (Array.isArray(value) && value.some((item) => typeof item === "object"));
  if (typeof value === "object" && (isNested || !Array.isArray(value))) {
    writeInside(key, value, pairs);
  } else {
    (Array.isArray(value) ? value : [value]).forEach((item) => pairs.push(pair(key, scalar(item))));
  }
}

/** Writes what is inside of a value, with brackets. */
function writeInside(key: string, value: unknown, pairs: string[]): void {
  if (value === null || value === undefined) {
    return;
  }
  if (typeof value !== "object") {
    pairs.push(pair(key, scalar(value)));
  } else if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      const before = pairs.length;
      writeInside(typeof item === "object" ? `${key}[${index}]` : `${key}[]`, item, pairs);
      if (pairs.length === before) {
        throw new Failure("encode", `an item of \`${key}\` is empty, which a query cannot express`);
      }
    });
  } else {
    for (const [name, member] of Object.entries(value)) {
      if (name === "" || /[[\]]/.test(name)) {
        throw new Failure("encode", `the key \`${name}\` cannot stand in brackets`);
      }
      writeInside(`${key}[${name}]`, member, pairs);
    }
  }
}

function pair(key: string, value: string): string {
  return `${percent(key)}=${percent(value)}`;
}
