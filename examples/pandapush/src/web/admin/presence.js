// Who is present, by channel.

import { call, ofApplication } from "./api.js";
import { partsOf } from "./channel.js";
import { element, rows, setText } from "./element.js";
import { showError } from "./form.js";
import { pretty, preview } from "./json.js";
import { empty } from "./notice.js";
import { poll } from "./poll.js";

// How many channels, and how many members of each, are listed.
const MOST = 100;

// Creates the panel. `soon` of the result reads the lists before their time.
export function presence(application, signal) {
  const count = element("span", { class: "hint" });
  const error = element("p", { class: "error", hidden: true });
  const list = element("ul", { class: "presence" });
  const nobody = empty(
    "Nobody is present.",
    "A client is present after it subscribes to a presence channel with a token that names its user.",
  );
  const rest = element("p", { class: "hint padded", hidden: true });
  nobody.hidden = true;

  async function read() {
    try {
      show(Object.entries(await call("GET", ofApplication(application, "/presence"), { signal, background: true })));
      showError(error);
    } catch (thrown) {
      if (thrown.name !== "AbortError") showError(error, thrown);
    }
  }
  function show(found) {
    const sorted = found.toSorted(([a], [b]) => a.localeCompare(b));
    const ids = new Set(found.flatMap(([, members]) => Object.keys(members)));
    setText(count, ids.size === 1 ? "1 user" : `${ids.size.toLocaleString()} users`);
    nobody.hidden = found.length > 0;
    rows(
      list,
      sorted.slice(0, MOST),
      ([channel]) => channel,
      ([channel]) => room(application, channel),
      update,
    );
    rest.hidden = found.length <= MOST;
    setText(rest, `${MOST} of ${found.length.toLocaleString()} channels are listed.`);
  }

  const { soon } = poll(read, signal);
  return {
    element: element(
      "section",
      { class: "panel", "aria-labelledby": "presence" },
      element("div", { class: "head" }, element("h2", { id: "presence" }, "Presence"), count),
      error,
      list,
      nobody,
      rest,
    ),
    soon,
  };
}

const room = (application, channel) =>
  element(
    "li",
    {},
    element(
      "details",
      { open: true },
      element(
        "summary",
        { title: channel },
        element("span", { class: "path" }, partsOf(application, channel).path),
        element("span", { class: "hint" }),
      ),
      element("ul", {}),
      element("p", { class: "hint", hidden: true }),
    ),
  );

function update(made, [, members]) {
  const all = Object.entries(members);
  setText(made.querySelector(".hint"), String(all.length));
  rows(
    made.querySelector("ul"),
    all.slice(0, MOST),
    ([id]) => id,
    ([id]) => member(id),
    (row, [, data]) => {
      row.title = pretty(data);
      setText(row.lastElementChild, preview(data));
    },
  );
  const rest = made.querySelector("details > p");
  rest.hidden = all.length <= MOST;
  setText(rest, `${MOST} of ${all.length.toLocaleString()} users are listed.`);
}

const member = (id) =>
  element("li", {}, element("span", { class: "strong" }, id), element("code", { class: "data cut" }));
