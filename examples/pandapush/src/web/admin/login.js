// The sign-in page.

import { signIn } from "./api.js";
import { submits } from "./form.js";

const form = document.querySelector("#sign-in");
const query = new URLSearchParams(location.search);

submits(form, async ({ username, password }) => {
  try {
    await signIn(username, password);
  } catch (error) {
    if (error.status === 401) form.elements.password.select();
    throw error;
  }
  location.replace(next(query.get("next")));
});

// Returns where to go after the sign-in: a page of the admin only, because anybody can write a link to this page.
function next(wanted) {
  const url = URL.canParse(wanted ?? "", location.origin) ? new URL(wanted ?? "", location.origin) : undefined;
  const isOurs = url?.origin === location.origin && /^\/admin(\/|$)/.test(url.pathname);
  return isOurs ? url.pathname + url.search : "/admin";
}

const reason = document.querySelector("#reason");
if (query.has("ended")) reason.textContent = "You are signed out.";
reason.hidden = !query.has("ended");
