// Errors are shown where they happened, and lose nothing that was typed.

import { element } from "./element.js";

export function complain(place, error) {
  place.hidden = !error;
  if (error) place.replaceChildren(...(error.type ? [element("code", {}, error.type), " "] : []), error.message);
}

// Runs an action and shows its error; answers whether there was none.
export async function attempt(place, action) {
  try {
    await action();
    complain(place);
    return true;
  } catch (error) {
    complain(place, error);
    return false;
  }
}

// Runs an action when the form is sent, and empties the form if that went well and nothing else was typed in the meantime. One at a time: a
// second click does not do it twice.
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
