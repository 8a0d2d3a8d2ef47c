// The clients that are connected.

import { call, ofApplication } from "./api.js";
import { channelLabel } from "./channel.js";
import { element, rows, setText } from "./element.js";
import { showError } from "./form.js";
import { empty } from "./notice.js";
import { poll } from "./poll.js";
import { ago, refreshAgo } from "./time.js";

// How many clients are listed, the newest first.
const MOST = 100;
// How many subscriptions of a client are shown. The others are folded away.
const UNFOLDED = 4;

// Creates the panel. `soon` of the result reads the list before its time.
export function clients(application, signal) {
  const count = element("span", { class: "hint" });
  const error = element("p", { class: "error", hidden: true });
  const body = element("tbody", {});
  const table = element(
    "div",
    { class: "scrolls", tabindex: "0", role: "group", "aria-label": "Clients" },
    element(
      "table",
      { class: "stacks" },
      element("caption", { class: "unseen" }, "Clients"),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ["Client", "Transport", "Node", "Since", "Subscriptions"].map((name) =>
            element("th", { scope: "col" }, name),
          ),
        ),
      ),
      body,
    ),
  );
  const nobody = empty(
    "Nobody is connected.",
    "A client appears here as soon as a page or program connects to ",
    element("code", {}, "/push"),
    " and subscribes to a channel of this application.",
  );
  const rest = element("p", { class: "hint padded", hidden: true });
  table.hidden = nobody.hidden = true;

  async function read() {
    try {
      const found = await call("GET", ofApplication(application, "/clients"), { signal, background: true });
      show(found.toSorted((a, b) => String(b.connected_at).localeCompare(String(a.connected_at))));
      showError(error);
    } catch (thrown) {
      if (thrown.name !== "AbortError") showError(error, thrown);
    }
  }
  function show(found) {
    setText(count, found.length === 1 ? "1 connected" : `${found.length.toLocaleString()} connected`);
    table.hidden = found.length === 0;
    nobody.hidden = found.length > 0;
    rows(
      body,
      found.slice(0, MOST),
      ({ client, node }) => `${client} ${node}`,
      (client) => row(client),
      (made, client) => update(application, made, client),
    );
    rest.hidden = found.length <= MOST;
    setText(rest, `The newest ${MOST} of ${found.length.toLocaleString()} are listed.`);
  }

  const { soon } = poll(read, signal);
  return {
    element: element(
      "section",
      { class: "panel", "aria-labelledby": "clients" },
      element("div", { class: "head" }, element("h2", { id: "clients" }, "Clients"), count),
      error,
      table,
      nobody,
      rest,
    ),
    soon,
  };
}

const row = ({ client, node, connected_at: since }) =>
  element(
    "tr",
    {},
    element("th", { scope: "row" }, element("code", {}, client)),
    element("td", { "data-label": "Transport" }),
    element("td", { "data-label": "Node" }, element("code", {}, node)),
    element("td", { "data-label": "Since" }, ago(since)),
    element(
      "td",
      { "data-label": "Subscriptions", class: "long" },
      element("ul", { class: "subscriptions" }),
      element("details", {}, element("summary", {}), element("ul", { class: "subscriptions" })),
    ),
  );

function update(application, made, { transport, subscriptions }) {
  setText(made.cells[1], transport ?? "–");
  const time = made.cells[3].querySelector("time");
  if (time) refreshAgo(time);
  const [first, others] = made.querySelectorAll("ul");
  const list = (place, channels) =>
    rows(
      place,
      channels,
      (channel) => channel,
      (channel) => element("li", {}, channelLabel(application, channel)),
    );
  list(first, subscriptions.slice(0, UNFOLDED));
  list(others, subscriptions.slice(UNFOLDED));
  const folded = Math.max(subscriptions.length - UNFOLDED, 0);
  others.parentElement.hidden = folded === 0;
  setText(made.querySelector("summary"), `${folded} more`);
}
