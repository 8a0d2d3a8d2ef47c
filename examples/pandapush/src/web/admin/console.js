// The screen Console: the live view of an application's channels.

import { clients } from "./clients.js";
import { element } from "./element.js";
import { followLive } from "./live.js";
import { messages } from "./messages.js";
import { presence } from "./presence.js";
import { publisher } from "./publish.js";
import { rates } from "./rates.js";
import { streamState } from "./stream-state.js";

export function renderConsole(place, { id }, { signal }) {
  const publish = publisher(id);
  const log = messages(id, { signal, reuse: publish.edit });
  const connected = clients(id, signal);
  const present = presence(id, signal);
  const plots = rates({ signal, changed: connected.soon });
  const state = streamState(() => retry());
  let lostAt;

  function take(event, size) {
    if (event.type === "statistics") plots.take(event);
    else if (event.type === "missed")
      log.note(`${Number(event.count).toLocaleString()} messages missed: this view was too slow.`);
    else if (event.type === "message") show(event, size);
  }
  function show(event, size) {
    log.add(event, size);
    publish.suggest(event.channel);
    if (event.channel.startsWith(`/${id}/presence/`)) present.soon();
  }
  function changed(now) {
    state.show(now);
    if (now.name === "live" && lostAt) {
      log.note(
        `The connection was lost for ${Math.ceil((Date.now() - lostAt) / 1000)} s. Messages of this time are not shown.`,
      );
      lostAt = undefined;
      connected.soon();
      present.soon();
    } else if (now.name === "waiting" || now.name === "signed-out") {
      lostAt ??= Date.now();
    }
  }

  place.replaceChildren(
    state.element,
    plots.element,
    element(
      "div",
      { class: "console" },
      element("div", {}, log.element, connected.element),
      element("div", {}, publish.element, present.element),
    ),
  );
  const retry = followLive(id, { signal, event: take, state: changed });
}
