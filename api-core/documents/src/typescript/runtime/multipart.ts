/**
 * Writes the fields of an object as parts: files and texts as they are, everything else as JSON. They have the order of
 * their declaration, in which a file that the server reads as it arrives is the last.
 */
function writeParts(value: unknown, { parts }: BodyForm): FormData {
  const form = new FormData();
  for (const name of parts ?? []) {
    const field = (value as Record<string, unknown>)[name];
    for (const item of Array.isArray(field) ? (field as unknown[]) : [field]) {
      if (item instanceof Blob) {
        form.append(name, item);
      } else if (typeof item === "object" && item !== null) {
        form.append(name, new Blob([stringifyJson(item)], { type: "application/json" }));
      } else if (item !== undefined && item !== null) {
        const text = scalar(item);
        // `FormData` writes every line break of a text as two characters, and keeps those of a blob.
        form.append(name, /[\r\n]/.test(text) ? new Blob([text], { type: "text/plain;charset=utf-8" }) : text);
      }
    }
  }
  return form;
}
