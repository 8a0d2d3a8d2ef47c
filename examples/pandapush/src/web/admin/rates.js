// The plots of the console, from the statistics of all nodes.

import { element } from "./element.js";
import { plot } from "./plot.js";

// The figures of a node count until this time after they arrived, in milliseconds.
const FRESH = 2_500;

const FIGURES = {
  publishes: "Publishes per second",
  deliveries: "Deliveries per second",
  clients: "Clients",
  channels: "Channels",
};

// Creates the plots. `take` of the result is called with each statistics event. `changed` is called when the number of
// clients changes.
export function rates({ signal, changed }) {
  const plots = Object.entries(FIGURES).map(([figure, label]) => [figure, plot(label)]);
  const nodes = new Map();
  let clients;

  function tick() {
    const now = Date.now();
    for (const [node, { at }] of nodes) if (now - at > FRESH) nodes.delete(node);
    for (const [figure, { add }] of plots) add(nodes.size > 0 ? sum(figure) : undefined, now);
  }
  function sum(figure) {
    return [...nodes.values()].reduce((total, { statistics }) => total + (Number(statistics[figure]) || 0), 0);
  }
  function take(statistics) {
    nodes.set(String(statistics.node), { statistics, at: Date.now() });
    if (sum("clients") === clients) return;
    clients = sum("clients");
    changed();
  }

  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  return {
    element: element(
      "div",
      { class: "plots" },
      plots.map(([, { element }]) => element),
    ),
    take,
  };
}
