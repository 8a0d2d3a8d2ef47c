// The name of this deployment, with links to its siblings.

import { element } from "./element.js";

// Creates the selector, or a plain name if there are no siblings.
export function environments({ environment, environments = [], version }) {
  const title = version ? `Version ${version}` : undefined;
  const siblings = environments.filter(({ url }) => isWebAddress(url));
  if (siblings.length === 0) return element("span", { class: "tag", title }, environment);
  const menu = element(
    "details",
    { class: "menu", keydown: escape },
    element("summary", { title }, element("span", { class: "unseen" }, "Deployment: "), environment),
    element(
      "ul",
      {},
      siblings.map(({ name, url }) =>
        element("li", {}, element("a", { href: url, "aria-current": name === environment && "true" }, name)),
      ),
    ),
  );
  document.addEventListener("click", ({ target }) => menu.contains(target) || (menu.open = false));
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
  function escape({ key }) {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.firstElementChild.focus();
  }
  return menu;
}

// The addresses are from the environment of the server. One with another scheme could be a script.
function isWebAddress(text) {
  const url = URL.canParse(text, location.href) ? new URL(text, location.href) : undefined;
  return url?.protocol === "https:" || url?.protocol === "http:";
}
