// Screens and panels without data: failures with a way to try again, empty states, and pages that do not exist.

import { element } from "./element.js";
import { setTitle } from "./router.js";

// Creates a notice of a failure with a button that tries again.
export function failed(error, again) {
  const notice = element(
    "div",
    { class: "notice", role: "alert" },
    element("p", { class: "error" }, error.message),
    element("button", { type: "button", click: () => (notice.remove(), again()) }, "Try again"),
  );
  return notice;
}

// Creates the text of an empty panel, with what to do next.
export const empty = (title, ...advice) =>
  element("div", { class: "empty" }, element("strong", {}, title), element("p", {}, ...advice));

// Shows that a path has no screen.
export function renderMissing(place) {
  setTitle("Not found");
  place.replaceChildren(
    element(
      "div",
      { class: "page" },
      element("h1", {}, "Nothing here"),
      element("p", {}, "This address has no page. ", element("a", { href: "/admin" }, "Go to the applications")),
    ),
  );
}
