// Modal dialogs. The browser keeps the focus inside, closes on Escape and returns the focus.

import { element } from "./element.js";

let made = 0;

// Opens a dialog with a title and removes it when it is closed. `cancel` is called for Escape and may prevent it.
export function openDialog(title, content, { closed = () => {}, cancel = () => {}, wide = false } = {}) {
  const id = `dialog-${(made += 1)}`;
  const dialog = element(
    "dialog",
    { "aria-labelledby": id, class: wide && "wide", cancel },
    element("h2", { id }, title),
    content,
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
