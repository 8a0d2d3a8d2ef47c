// Buttons that copy a text.

import { element, setText } from "./element.js";

// How long a button says what happened, in milliseconds.
const SHOWN = 1500;

// Creates a button that copies a text. `what` names the text for screen readers. `copied` is called after a success.
export function copyButton(what, text, copied = () => {}) {
  const said = element("span", { class: "unseen", role: "status" });
  const label = element("span", {}, "Copy");
  const button = element(
    "button",
    { type: "button", class: "small", click: copy },
    label,
    element("span", { class: "unseen" }, ` ${what}`),
  );
  let timer;
  async function copy() {
    const done = await write(text);
    setText(label, done ? "Copied" : "Not copied");
    setText(said, done ? `Copied ${what}` : `The browser does not allow copying. Select the ${what} and copy it.`);
    if (done) copied();
    clearTimeout(timer);
    timer = setTimeout(() => {
      setText(label, "Copy");
      setText(said, "");
    }, SHOWN);
  }
  return element("span", { class: "copy" }, button, said);
}

// Copies a text. Pages without TLS have no clipboard, so they copy a selected text area.
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const from = element("textarea", { class: "unseen", readonly: true });
    from.value = text;
    // Inside an open dialog, because nothing outside of it can be selected.
    (document.querySelector("dialog[open]") ?? document.body).append(from);
    const focused = document.activeElement;
    from.select();
    const done = document.execCommand("copy");
    from.remove();
    focused?.focus();
    return done;
  }
}
