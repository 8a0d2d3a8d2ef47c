// The messages as they come: newest first, with a filter and a pause.

import { channelLabel, covers, partsOf, readPattern } from "./channel.js";
import { copyButton } from "./copy.js";
import { element, rows, setText } from "./element.js";
import { VERBATIM, showError } from "./form.js";
import { pretty, preview } from "./json.js";
import { KeptMessages, MOST } from "./kept-messages.js";
import { empty } from "./notice.js";

// The pause between two updates of the list, in milliseconds.
const UPDATE = 120;

const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});

// Creates the panel. `add` of the result takes a message event and its size, and `note` a text between messages. `reuse`
// is called with a message to publish it again.
export function messages(application, { signal, reuse }) {
  const kept = new KeptMessages();
  let held = new KeptMessages();
  let paused = false;
  let pattern;
  let dropped = 0;
  let timer;

  const list = element("ol", { class: "log", tabindex: "0", "aria-label": "Messages, newest first" });
  const nothing = element("div", {});
  // Not a live region: it changes with each message.
  const count = element("span", { class: "hint" });
  const filter = element("input", {
    name: "filter",
    ...VERBATIM,
    placeholder: "private/course/**",
    "aria-describedby": "filter-problem",
    input: narrow,
  });
  const problem = element("p", { class: "error", id: "filter-problem", hidden: true });
  const pause = element("button", { type: "button", click: () => setPaused(!paused) }, "Pause");
  const clear = element(
    "button",
    { type: "button", click: () => (kept.clear(), held.clear(), (dropped = 0), update()) },
    "Clear",
  );
  const made = element(
    "section",
    { class: "panel messages", "aria-labelledby": "messages" },
    element("div", { class: "head" }, element("h2", { id: "messages" }, "Messages"), count),
    element(
      "div",
      { class: "bar padded" },
      element("label", { class: "inline grows" }, "Channel ", filter),
      pause,
      clear,
    ),
    problem,
    list,
    nothing,
  );

  // The server's statistics come every few seconds. Without a filter they would hide everything else.
  const isShown = ({ note, channel }) =>
    note !== undefined ||
    (pattern ? covers(pattern, application, channel) : partsOf(application, channel).kind !== "meta");

  function put(entry) {
    const removed = (paused ? held : kept).add(entry, isShown);
    if (paused) dropped += removed;
    timer ??= setTimeout(update, UPDATE);
  }
  function narrow() {
    try {
      pattern = filter.value.trim() ? readPattern(application, filter.value) : undefined;
      showError(problem);
      filter.removeAttribute("aria-invalid");
    } catch (error) {
      showError(problem, error);
      filter.setAttribute("aria-invalid", "true");
    }
    update();
  }
  function setPaused(value) {
    paused = value;
    pause.classList.toggle("primary", paused);
    if (!paused) {
      if (dropped > 0)
        kept.add({ note: `${dropped} older messages were not kept during the pause.`, size: 0 }, isShown);
      for (const entry of held.entries.toReversed()) kept.add(entry, isShown);
      held = new KeptMessages();
      dropped = 0;
    }
    update();
  }
  function update() {
    clearTimeout(timer);
    timer = undefined;
    if (signal.aborted) return;
    const shown = kept.entries.filter(isShown);
    const hadFocus = list.contains(document.activeElement);
    rows(
      list,
      shown,
      ({ key }) => key,
      (entry) => (entry.note === undefined ? message(application, entry, reuse) : note(entry)),
    );
    if (hadFocus && !list.contains(document.activeElement)) list.focus({ preventScroll: true });
    list.hidden = shown.length === 0;
    nothing.hidden = shown.length > 0;
    if (shown.length === 0) nothing.replaceChildren(advice());
    const waiting = held.entries.filter(isShown).length + dropped;
    setText(pause, paused ? "Resume" : "Pause");
    setText(
      count,
      paused ? `Paused, ${waiting} new` : counted(shown.length, pattern ? kept.entries.length : shown.length),
    );
  }
  function advice() {
    return pattern && kept.entries.length > 0
      ? empty(
          "No message matches.",
          `${kept.entries.length} are kept. Widen the pattern: * is one segment, ** is any number.`,
        )
      : empty(
          "No messages yet.",
          "Messages appear here as they are published. Publish one by hand to see it. Those of meta channels need the filter meta/**.",
        );
  }
  update();
  return {
    element: made,
    add: ({ channel, data, at }, size) => put({ channel, data, at, size }),
    note: (text) => put({ note: text, at: new Date().toISOString(), size: 0 }),
  };
}

const counted = (shown, all) =>
  shown < all ? `${shown} of ${all} match` : all === MOST ? `Last ${MOST}` : all > 0 ? String(all) : "";

const note = ({ note: text, at }) =>
  element(
    "li",
    { class: "note" },
    at && element("span", { class: "at" }, clock.format(new Date(at))),
    element("span", {}, text),
  );

function message(application, entry, reuse) {
  const { channel, data, at } = entry;
  const when = new Date(at);
  const details = element(
    "details",
    { toggle: open },
    element(
      "summary",
      {},
      element("time", { class: "at", datetime: at }, Number.isNaN(when.getTime()) ? "" : clock.format(when)),
      channelLabel(application, channel),
      element("code", { class: "data cut" }, preview(data)),
    ),
  );
  // The text with line breaks is made only if somebody reads it.
  function open() {
    if (!details.open || details.childElementCount > 1) return;
    const text = pretty(data);
    details.append(
      element(
        "div",
        { class: "whole" },
        element(
          "div",
          { class: "bar" },
          element("code", { class: "grows" }, channel),
          copyButton("data", text),
          element("button", { type: "button", class: "small", click: () => reuse(channel, text) }, "Edit and publish"),
        ),
        element("pre", { tabindex: "0", role: "group", "aria-label": "Data" }, text),
      ),
    );
  }
  return element("li", {}, details);
}
