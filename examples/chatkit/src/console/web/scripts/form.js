// Forms that show errors beside their fields and keep the input.

import { element } from "./element.js";

export function showError(place, error) {
  place.hidden = !error;
  if (error) place.replaceChildren(...(error.type ? [element("code", {}, error.type), " "] : []), error.message);
}

// Runs an action and shows its error. Returns whether it succeeded.
export async function attempt(place, action) {
  try {
    await action();
    showError(place);
    return true;
  } catch (error) {
    showError(place, error);
    return false;
  }
}

// Runs an action when the form is submitted. On success, resets the form unless its input has changed since. A submit
// during a running action is ignored.
export function submits(form, action) {
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const sent = fields(form);
    const done = await attempt(form.querySelector(".error"), () => action(sent));
    if (done && JSON.stringify(fields(form)) === JSON.stringify(sent)) form.reset();
    busy = false;
  });
}

const fields = (form) => Object.fromEntries(new FormData(form));
