// A dialog that asks for the password when the session has ended, so that nothing typed in the page is lost.

import { signIn } from "./api.js";
import { openDialog } from "./dialog.js";
import { element } from "./element.js";
import { errorPlace, submits } from "./form.js";

let running;
let user = "";

// Sets the user of the session.
export function setUser(name) {
  user = name;
}

// Returns whether this is the user of the session.
export const isUser = (name) => name === user;

// Asks for the password. Resolves with whether a session was opened. Calls during a running question share its answer.
export function signInAgain() {
  running ??= ask().finally(() => (running = undefined));
  return running;
}

function ask() {
  return new Promise((resolve) => {
    const form = element(
      "form",
      {},
      element("p", { class: "hint" }, "Your session has ended. Sign in to go on where you are."),
      element(
        "label",
        {},
        "User name ",
        element("input", {
          name: "username",
          required: true,
          autocomplete: "username",
          autocapitalize: "none",
          value: user,
        }),
      ),
      element(
        "label",
        {},
        "Password ",
        element("input", {
          name: "password",
          type: "password",
          required: true,
          autocomplete: "current-password",
          autofocus: true,
        }),
      ),
      errorPlace(),
      element(
        "div",
        { class: "actions" },
        element("button", { class: "primary" }, "Sign in"),
        element("button", { type: "button", click: () => dialog.close() }, "Not now"),
      ),
    );
    let done = false;
    const dialog = openDialog("Sign in again", form, { closed: () => resolve(done) });
    submits(form, async ({ username, password }) => {
      await signIn(username, password);
      done = true;
      dialog.close();
    });
  });
}
