// Times as people read them. The exact time is in the `datetime` and the title.

import { element, setText } from "./element.js";

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

// Creates a `time` element with the day.
export const date = (text) => time(text, (at) => day.format(at));

// Creates a `time` element with day and time.
export const dateAndTime = (text) => time(text, (at) => minute.format(at));

// Creates a `time` element with the distance from now.
export const ago = (text) => time(text, distance);

// Updates an element of `ago`, whose text grows old.
export function refreshAgo(place) {
  if (place.dateTime) setText(place, distance(new Date(place.dateTime)));
}

function time(text, format) {
  const at = new Date(text ?? NaN);
  if (Number.isNaN(at.getTime())) return element("span", { class: "faint" }, text ? String(text) : "–");
  return element("time", { datetime: at.toISOString(), title: exact.format(at) }, format(at));
}

function distance(at) {
  const seconds = (at.getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? [];
  if (unit) return relative.format(Math.trunc(seconds / size), unit);
  // Clocks of server and browser differ by a little, so nothing is a few seconds in the future.
  return Math.abs(seconds) < 10 ? "just now" : relative.format(Math.trunc(seconds), "second");
}
