// Names and patterns of channels: /<application>/<kind>/<path>.

import { element } from "./element.js";

export const KINDS = ["public", "private", "presence"];

// Bayeux allows these characters in a segment.
const SEGMENT = /^[A-Za-z0-9\-_!~()$@]+$/;

// Returns why a path cannot follow the kind in a name, or undefined if it can.
export function problemOfPath(path) {
  if (!path) return "Channel is missing. Write what follows the kind, for example course/7.";
  return problemOf(path.split("/"));
}

// Reads a pattern, with or without the application in front of it. Returns its segments without the application, or
// throws with a message for its field.
export function readPattern(application, text) {
  const segments = text.trim().replace(/^\//, "").split("/");
  if (segments[0] === application) segments.shift();
  if (segments.length === 0) throw new Error("Write a channel or a pattern, for example private/course/**.");
  const isPattern = ["*", "**"].includes(segments.at(-1));
  const problem = problemOf(isPattern ? segments.slice(0, -1) : segments);
  if (problem)
    throw new Error(
      segments.slice(0, -1).some((segment) => segment.includes("*"))
        ? "* and ** can only be the last segment."
        : problem,
    );
  return segments;
}

// Returns whether a pattern of `readPattern` covers a channel: `*` is one segment, and `**` is one or more.
export function covers(pattern, application, channel) {
  const prefix = `/${application}/`;
  if (!channel.startsWith(prefix)) return false;
  const segments = channel.slice(prefix.length).split("/");
  const last = pattern.at(-1);
  const fixed = last === "*" || last === "**" ? pattern.slice(0, -1) : pattern;
  const rest = segments.length - fixed.length;
  if (!fixed.every((segment, at) => segment === segments[at])) return false;
  return last === "**" ? rest >= 1 : last === "*" ? rest === 1 : rest === 0;
}

// Returns kind and path of a channel of the application. A channel of another shape has no kind.
export function partsOf(application, channel) {
  const prefix = `/${application}/`;
  if (!channel.startsWith(prefix)) return { path: channel };
  const [kind, ...path] = channel.slice(prefix.length).split("/");
  return { kind, path: path.join("/") };
}

// Creates the short form of a channel: its kind as a tag, and its path. The title has the whole name.
export function channelLabel(application, channel) {
  const { kind, path } = partsOf(application, channel);
  return element(
    "span",
    { class: "channel", title: channel },
    kind && element("span", { class: `kind ${KINDS.includes(kind) ? kind : ""}` }, kind),
    element("span", { class: "path" }, path),
  );
}

function problemOf(segments) {
  if (segments.some((segment) => segment === ""))
    return "A segment is empty. Write one slash between segments, and none at the end.";
  const wrong = segments.find((segment) => !SEGMENT.test(segment));
  return wrong && `${wrong}: a segment has letters, digits and - _ ! ~ ( ) $ @ only.`;
}
