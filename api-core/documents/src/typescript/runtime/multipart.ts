/** Writes the fields of an object as parts: files and texts as they are, everything else as JSON. */
function writeParts(value: unknown): FormData {
  const form = new FormData();
  for (const [name, field] of Object.entries(value as object)) {
    for (const item of Array.isArray(field) ? (field as unknown[]) : [field]) {
      if (item instanceof Blob) {
        form.append(name, item);
      } else if (typeof item === "object" && item !== null) {
        form.append(name, new Blob([stringifyJson(item)], { type: "application/json" }));
      } else if (item !== undefined && item !== null) {
        form.append(name, scalar(item));
      }
    }
  }
  return form;
}
