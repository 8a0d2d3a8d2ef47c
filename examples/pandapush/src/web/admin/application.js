// The frame around the screens of one application: its name, its id, and the tabs.

import { call, ofApplication } from "./api.js";
import { nameOf, pathOf } from "./applications.js";
import { renderConsole } from "./console.js";
import { copyButton } from "./copy.js";
import { element, setText } from "./element.js";
import { renderInfo } from "./info.js";
import { renderKeys } from "./keys.js";
import { failed } from "./notice.js";
import { go, setTitle } from "./router.js";

const TABS = {
  info: { label: "Info", render: renderInfo },
  keys: { label: "Keys", render: renderKeys },
  console: { label: "Console", render: renderConsole },
};

export async function renderApplication(place, [id, tab], signal) {
  if (!tab) return go(pathOf(id), { replace: true });
  const heading = element("h1", {}, "…");
  const body = element("div", { class: "tab" }, element("p", { class: "hint", role: "status" }, "Loading …"));
  place.replaceChildren(
    element("div", { class: `page ${tab === "console" ? "wide" : ""}` }, head(id, heading), tabs(id, tab), body),
  );
  setTitle(TABS[tab].label, id);
  const load = async () => {
    try {
      const application = await call("GET", ofApplication(id), { signal });
      // Renames the heading after a change in the screen.
      const named = (name) => {
        setText(heading, nameOf({ name }));
        setTitle(TABS[tab].label, nameOf({ name }));
      };
      named(application.name);
      TABS[tab].render(body, application, { signal, named });
    } catch (error) {
      if (error.name === "AbortError") return;
      setText(heading, error.status === 404 ? "No such application" : "Application");
      body.replaceChildren(failed(error, load));
    }
  };
  return load();
}

const head = (id, heading) =>
  element(
    "div",
    {},
    element("nav", { class: "crumbs", "aria-label": "Breadcrumb" }, element("a", { href: "/admin" }, "Applications")),
    element(
      "div",
      { class: "title" },
      heading,
      element("span", { class: "id" }, element("code", {}, id), " ", copyButton("application id", id)),
    ),
  );

const tabs = (id, current) =>
  element(
    "nav",
    { class: "tabs", "aria-label": "Application" },
    Object.entries(TABS).map(([tab, { label }]) =>
      element("a", { href: pathOf(id, tab), "aria-current": tab === current && "page" }, label),
    ),
  );
