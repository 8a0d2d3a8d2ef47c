// A small plot of one figure over the last two minutes.

import { element, setText, svg } from "./element.js";

// The width of the plot, in milliseconds.
const SPAN = 120_000;
// Points that are further apart than this, in milliseconds, are not connected: nothing is known about the time between.
const GAP = 3_500;
const WIDTH = 240;
const HEIGHT = 48;

const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

// Creates a plot. `add` of the result takes a value, or undefined for a second without one.
export function plot(label) {
  const points = [];
  const now = element("strong", {}, "–");
  const top = element("span", { class: "top" });
  const area = svg("path", { class: "area" });
  const line = svg("path", { class: "line" });
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": `${label}: no figures yet`,
    },
    svg("path", { class: "grid", d: `M0 1H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}` }),
    area,
    line,
    svg("path", { class: "base", d: `M0 ${HEIGHT - 1}H${WIDTH}` }),
  );
  const made = element(
    "figure",
    { class: "plot panel" },
    element("figcaption", {}, element("span", {}, label), now),
    element("div", { class: "canvas" }, picture, top),
    element(
      "div",
      { class: "axis", "aria-hidden": "true" },
      element("span", {}, "2 min ago"),
      element("span", {}, "now"),
    ),
  );

  function add(value, at = Date.now()) {
    if (value !== undefined) points.push({ value, at });
    while (points.length > 0 && points[0].at < at - SPAN) points.shift();
    draw(value, at);
  }

  function draw(current, at) {
    const highest = points.reduce((most, { value }) => Math.max(most, value), 0);
    const scale = roundUp(highest);
    const place = ({ value, at: then }) =>
      [WIDTH - ((at - then) / SPAN) * WIDTH, HEIGHT - 1 - (value / scale) * (HEIGHT - 2)].map((part) =>
        part.toFixed(1),
      );
    const pieces = runs(points).map((run) => run.map(place));
    line.setAttribute("d", pieces.map((run) => `M${run.map((point) => point.join(" ")).join("L")}`).join(""));
    area.setAttribute(
      "d",
      pieces
        .map(
          (run) =>
            `M${run[0][0]} ${HEIGHT}L${run.map((point) => point.join(" ")).join("L")}L${run.at(-1)[0]} ${HEIGHT}Z`,
        )
        .join(""),
    );
    setText(now, current === undefined ? "–" : number.format(current));
    setText(top, points.length > 0 ? number.format(scale) : "");
    picture.setAttribute(
      "aria-label",
      points.length === 0
        ? `${label}: no figures yet`
        : `${label}, last two minutes: now ${current === undefined ? "unknown" : number.format(current)}, highest ${number.format(highest)}`,
    );
  }

  return { element: made, add };
}

// Splits points where something is missing.
function runs(points) {
  const found = [];
  points.forEach((point, at) => {
    if (at === 0 || point.at - points[at - 1].at > GAP) found.push([]);
    found.at(-1).push(point);
  });
  return found;
}

// Returns the next of 1, 2, 5, 10, 20, … so that the scale seldom changes.
function roundUp(value) {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find((step) => step * power >= value) * power;
}
