// The line that says whether the console is live.

import { signInAgain } from "./sign-in-again.js";
import { element, setText } from "./element.js";

const TEXTS = {
  connecting: () => "Connecting …",
  live: () => "Live",
  waiting: ({ seconds }) => `Reconnecting in ${seconds} s`,
  "signed-out": () => "Signed out",
  gone: () => "This application no longer exists",
};

// Creates the line. `retry` opens the stream at once. `show` of the result takes a state of `followLive`.
export function streamState(retry) {
  const text = element("span", { "aria-hidden": "true" });
  // The seconds are counted in a text that screen readers do not repeat.
  const said = element("span", { class: "unseen", role: "status" });
  const button = element("button", { type: "button", class: "small", hidden: true });
  const place = element(
    "div",
    { class: "state" },
    element("span", { class: "dot", "aria-hidden": "true" }),
    text,
    said,
    button,
  );
  let last;

  function show(state) {
    place.dataset.state = state.name;
    setText(text, TEXTS[state.name](state));
    if (state.name !== last)
      setText(said, state.name === "waiting" ? "Connection lost, reconnecting" : text.textContent);
    last = state.name;
    offer(state.name);
  }
  function offer(name) {
    button.hidden = name !== "waiting" && name !== "signed-out";
    setText(button, name === "signed-out" ? "Sign in" : "Try now");
    button.onclick = async () => {
      if (name !== "signed-out" || (await signInAgain())) retry();
    };
  }
  return { element: place, show };
}
