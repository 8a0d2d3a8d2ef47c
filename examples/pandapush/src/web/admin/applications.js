// The list of applications, with a form for a new one.

import { call } from "./api.js";
import { copyButton } from "./copy.js";
import { element, setText } from "./element.js";
import { errorPlace, submits } from "./form.js";
import { empty, failed } from "./notice.js";
import { go, setTitle } from "./router.js";
import { date } from "./time.js";

// From this many applications on, the list has a field to search in.
const SEARCHABLE = 8;

// The path of a screen of an application.
export const pathOf = (id, screen = "info") => `/admin/application/${encodeURIComponent(id)}/${screen}`;

// An application may have been created without a name.
export const nameOf = ({ name }) => name || "(no name)";

export function renderApplications(place, _, signal) {
  setTitle("Applications");
  const list = element("div", { class: "list" }, element("p", { class: "hint", role: "status" }, "Loading …"));
  place.replaceChildren(
    element(
      "div",
      { class: "page" },
      element("div", { class: "title" }, element("h1", {}, "Applications")),
      list,
      newApplication(signal),
    ),
  );
  load(list, signal);
}

async function load(list, signal) {
  try {
    const found = await call("GET", "applications", { signal });
    list.replaceChildren(...(found.length === 0 ? [welcome()] : table(found)));
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren(failed(error, () => load(list, signal)));
  }
}

const welcome = () =>
  empty(
    "No applications yet.",
    "An application holds the channels and keys of one product. Create the first one below, then give it a key.",
  );

function table(applications) {
  const sorted = applications.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const body = element("tbody", {}, sorted.map(row));
  const made = element(
    "div",
    { class: "panel" },
    element(
      "table",
      { class: "stacks" },
      element("caption", { class: "unseen" }, "Applications"),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ["Name", "Id", "Created", "Created by"].map((name) => element("th", { scope: "col" }, name)),
        ),
      ),
      body,
    ),
  );
  return applications.length < SEARCHABLE ? [made] : [search(body, sorted), made];
}

const row = (application) =>
  element(
    "tr",
    {},
    element(
      "th",
      { scope: "row" },
      element("a", { class: "strong", href: pathOf(application.id) }, nameOf(application)),
    ),
    element(
      "td",
      { "data-label": "Id", class: "long" },
      element("code", {}, application.id),
      " ",
      copyButton(`id of ${nameOf(application)}`, application.id),
    ),
    element("td", { "data-label": "Created" }, date(application.created_at)),
    element("td", { "data-label": "Created by" }, application.created_by ?? "–"),
  );

function search(body, applications) {
  const count = element("span", { class: "hint", role: "status" });
  const field = element("input", { type: "search", autocomplete: "off", spellcheck: "false", input: narrow });
  function narrow() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    applications.forEach((application, at) => {
      const text = `${nameOf(application)} ${application.id} ${application.created_by}`.toLowerCase();
      body.rows[at].hidden = !words.every((word) => text.includes(word));
      if (!body.rows[at].hidden) shown += 1;
    });
    setText(count, `${shown} of ${applications.length}`);
  }
  narrow();
  return element("div", { class: "bar" }, element("label", { class: "inline grows" }, "Search ", field), count);
}

function newApplication(signal) {
  const form = element(
    "form",
    { class: "panel padded", "aria-labelledby": "new-application" },
    element("h2", { id: "new-application" }, "New application"),
    element(
      "div",
      { class: "bar" },
      element(
        "label",
        { class: "grows" },
        "Name ",
        element("input", {
          name: "name",
          required: true,
          maxlength: 255,
          autocomplete: "off",
          placeholder: "For example, Course chat",
        }),
      ),
      element("button", { class: "primary" }, "Create application"),
    ),
    errorPlace(),
  );
  submits(form, async ({ name }) => {
    const { id } = await call("POST", "applications", { body: { name: name.trim() } });
    if (!signal.aborted) go(pathOf(id, "keys"));
  });
  return form;
}
