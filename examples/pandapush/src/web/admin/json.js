// JSON of messages, read and shown without changing it.

// The longest preview of a message, in characters.
const PREVIEW = 240;

// Reads JSON. A number that a double cannot hold, for example an id of 20 digits, keeps its text where the browser can
// do so.
export const parse = (text) => JSON.parse(text, keepNumbers);

// Returns the text of a value, with line breaks.
export const pretty = (value) => JSON.stringify(value, null, 2);

// Returns the text of a value in one line, cut.
export function preview(value) {
  const text = JSON.stringify(value) ?? "";
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW)}…` : text;
}

function keepNumbers(_, value, context) {
  const source = context?.source;
  const isExact = typeof value !== "number" || source === undefined || source === String(value);
  return isExact || !JSON.rawJSON ? value : JSON.rawJSON(source);
}
