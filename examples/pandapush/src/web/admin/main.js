// The start of the admin pages: who is signed in, the frame around the screens, and the screens themselves.

import { call, signOut } from "./api.js";
import { renderApplication } from "./application.js";
import { renderApplications } from "./applications.js";
import { element } from "./element.js";
import { environments } from "./environments.js";
import { failed, renderMissing } from "./notice.js";
import { route, startRouter } from "./router.js";
import { setUser } from "./sign-in-again.js";

const screen = document.querySelector("#screen");

route(/^\/admin\/?$/, renderApplications);
route(/^\/admin\/application\/([^/]+)(?:\/(info|keys|console))?\/?$/, renderApplication);
await start();

async function start() {
  screen.replaceChildren(element("p", { class: "hint", role: "status" }, "Loading …"));
  try {
    const info = await call("GET", "info", { background: true });
    setUser(info.username);
    document.querySelector("#user").textContent = info.username;
    document.querySelector("#environments").replaceChildren(environments(info));
    showSignOut();
    startRouter(screen, renderMissing);
  } catch (error) {
    if (error.isSignedOut) location.replace(`/login?next=${encodeURIComponent(location.pathname)}`);
    else screen.replaceChildren(failed(withAdvice(error), start));
  }
}

// The server refuses everything if its environment names no sign-in.
function withAdvice(error) {
  if (error.status !== 403) return error;
  return new Error(
    "The admin pages are switched off, or your account may not use them. Set AUTH_METHOD=basic, " +
      "ADMIN_USERNAME and ADMIN_PASSWORD on the server to switch them on.",
  );
}

function showSignOut() {
  const button = document.querySelector("#sign-out");
  button.hidden = false;
  button.onclick = async () => {
    try {
      await signOut();
      location.assign("/login?ended");
    } catch (error) {
      screen.prepend(failed(error, () => button.click()));
    }
  };
}
