// The screen Info: name and admins of an application, and its deletion.

import { call, ofApplication } from "./api.js";
import { nameOf } from "./applications.js";
import { deleteApplication } from "./delete-application.js";
import { element, setText } from "./element.js";
import { VERBATIM, errorPlace, fieldError, submits } from "./form.js";
import { isUser } from "./sign-in-again.js";
import { dateAndTime } from "./time.js";

export function renderInfo(place, application, { named }) {
  place.replaceChildren(facts(application), settings(application, named), danger(application));
}

const facts = (application) =>
  element(
    "dl",
    { class: "facts panel padded" },
    fact("Id", element("code", {}, application.id)),
    fact("Created", dateAndTime(application.created_at)),
    fact("Created by", application.created_by ?? "–"),
    fact("Changed", dateAndTime(application.updated_at)),
    fact("Keys", String(application.keys.length)),
  );

const fact = (term, value) => element("div", {}, element("dt", {}, term), element("dd", {}, value));

function settings(application, named) {
  const admins = [...new Set(application.admins)];
  const list = element("ul", { class: "chips", id: "admins", "aria-label": "Admins" });
  const name = element("input", {
    name: "name",
    required: true,
    maxlength: 255,
    autocomplete: "off",
    value: application.name ?? "",
  });
  const added = element("input", {
    name: "admin",
    maxlength: 255,
    ...VERBATIM,
    keydown: addOnEnter,
  });
  const addButton = element("button", { type: "button", click: add }, "Add");
  const state = element("p", { class: "hint", role: "status" });
  const form = element(
    "form",
    { class: "panel padded", "aria-labelledby": "settings" },
    element("h2", { id: "settings" }, "Settings"),
    element("label", {}, "Name ", name),
    element(
      "div",
      { class: "field" },
      element("span", { class: "label" }, "Admins"),
      list,
      element(
        "div",
        { class: "bar" },
        element("label", { class: "grows" }, "Add an admin by user name ", added),
        addButton,
      ),
    ),
    errorPlace(),
    element("div", { class: "actions" }, element("button", { class: "primary" }, "Save changes"), state),
  );

  function show() {
    list.replaceChildren(
      ...admins.map((admin) =>
        element(
          "li",
          {},
          element("span", {}, admin),
          element("button", { type: "button", "aria-label": `Remove ${admin}`, click: () => remove(admin) }, "×"),
        ),
      ),
    );
    if (admins.length === 0)
      list.append(element("li", { class: "plain" }, "No admins: only root admins see this application."));
  }
  function add() {
    const admin = added.value.trim();
    if (admin && !admins.includes(admin)) admins.push(admin);
    added.value = "";
    added.focus();
    changed();
  }
  function addOnEnter(event) {
    if (event.key !== "Enter" || !added.value.trim()) return;
    event.preventDefault();
    add();
  }
  function remove(admin) {
    const at = admins.indexOf(admin);
    admins.splice(at, 1);
    changed();
    (list.querySelectorAll("button")[Math.min(at, admins.length - 1)] ?? added).focus();
  }
  function changed() {
    show();
    const isSaved = name.value === (application.name ?? "") && String(admins) === String(application.admins);
    const removesUser = application.admins.some(isUser) && !admins.some(isUser);
    setText(
      state,
      isSaved ? "" : removesUser ? "Not saved yet. You remove yourself, and may lose access." : "Not saved yet.",
    );
  }
  name.addEventListener("input", changed);
  show();

  submits(form, async () => {
    if (added.value.trim()) add();
    const sent = { name: name.value.trim(), admins: [...admins] };
    if (!sent.name) throw fieldError("name", "Name is missing.");
    await call("POST", ofApplication(application.id), { body: sent });
    Object.assign(application, sent);
    named(sent.name);
    changed();
    setText(state, state.textContent || "Saved.");
  });
  return form;
}

const danger = (application) =>
  element(
    "section",
    { class: "panel padded", "aria-labelledby": "danger" },
    element("h2", { id: "danger" }, "Delete this application"),
    element(
      "p",
      { class: "hint" },
      `Deletes ${nameOf(application)} with its keys. Its programs can no longer publish, and private and presence channels stop.`,
    ),
    element(
      "div",
      { class: "actions" },
      element(
        "button",
        { type: "button", class: "danger", click: () => deleteApplication(application) },
        "Delete application …",
      ),
    ),
  );
