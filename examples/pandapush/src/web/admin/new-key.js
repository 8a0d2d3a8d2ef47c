// The dialog that creates a key, and then shows its secret, once.

import { call, ofApplication } from "./api.js";
import { copyButton } from "./copy.js";
import { openDialog } from "./dialog.js";
import { element } from "./element.js";
import { errorPlace, fieldError, submits } from "./form.js";
import { browserSnippet, publishSnippet } from "./snippets.js";

const DAY = 86_400_000;
const LIFETIMES = { never: "Never", 30: "In 30 days", 90: "In 90 days", 365: "In a year", date: "On a date …" };

// Opens the dialog. Calls `created` when it is closed after a key was created.
export function createKey(application, created) {
  const until = element("input", { name: "until", type: "datetime-local" });
  const untilLabel = element("label", { hidden: true }, "Expiry date ", until);
  const lifetime = element(
    "select",
    { name: "lifetime", change: () => (untilLabel.hidden = lifetime.value !== "date") },
    Object.entries(LIFETIMES).map(([value, label]) => element("option", { value, selected: value === "never" }, label)),
  );
  const form = element(
    "form",
    {},
    element(
      "label",
      {},
      "Purpose ",
      element("input", {
        name: "purpose",
        required: true,
        maxlength: 255,
        autocomplete: "off",
        autofocus: true,
        placeholder: "For example, grade server",
      }),
    ),
    element("label", {}, "Expires ", lifetime),
    untilLabel,
    errorPlace(),
    element(
      "div",
      { class: "actions" },
      element("button", { class: "primary" }, "Create key"),
      element("button", { type: "button", click: () => dialog.close() }, "Cancel"),
    ),
  );
  const dialog = openDialog("New key", form);
  submits(form, async ({ purpose, lifetime, until }) => {
    const body = { purpose: purpose.trim() };
    const expires = expiry(lifetime, until);
    if (expires) body.expires = expires;
    const key = await call("POST", ofApplication(application.id, "/keys"), { body });
    dialog.close();
    reveal(application, key, created);
  });
}

function expiry(lifetime, until) {
  if (lifetime === "never") return undefined;
  const at = lifetime === "date" ? new Date(until) : new Date(Date.now() + Number(lifetime) * DAY);
  if (Number.isNaN(at.getTime())) throw fieldError("until", "Expiry date is missing. Choose a day and a time.");
  if (at <= new Date()) throw fieldError("until", "Expiry date is in the past. Choose a later one.");
  return at.toISOString();
}

function reveal(application, key, closed) {
  let copied = false;
  const warning = element("p", { class: "caution", role: "alert" });
  const done = element("button", { type: "button", class: "primary", click: () => dialog.close() }, "Done");
  const secret = element("code", { class: "secret", tabindex: "0", role: "group", "aria-label": "Secret" }, key.secret);
  const content = element(
    "div",
    { class: "reveal" },
    element(
      "p",
      { class: "caution" },
      "The secret is shown this once. Copy it to where your program reads it. If it is lost, create another key.",
    ),
    item("Key id", element("code", {}, key.id), copyButton("key id", key.id)),
    item(
      "Secret",
      secret,
      copyButton("secret", key.secret, () => (copied = true)),
    ),
    snippet("Publish from a shell", publishSnippet(application.id, key), () => (copied = true)),
    snippet("Subscribe in a page", browserSnippet(application.id)),
    warning,
    element("div", { class: "actions" }, done),
  );
  // Escape is pressed by accident, so it does not close the dialog at once while the secret may still be needed.
  const cancel = (event) => {
    if (copied) return;
    event.preventDefault();
    copied = true;
    warning.textContent = "The secret was not copied. Press Escape again, or Done, to close this for good.";
    done.focus();
  };
  const dialog = openDialog("Key created", content, { closed, cancel, wide: true });
  secret.focus();
}

const item = (name, value, ...actions) =>
  element("div", { class: "item" }, element("div", { class: "bar" }, element("h3", {}, name), actions), value);

const snippet = (name, text, copied) =>
  element(
    "details",
    { class: "item" },
    element("summary", {}, name),
    element("div", { class: "bar" }, copyButton(`example: ${name}`, text, copied)),
    element("pre", { tabindex: "0", role: "group", "aria-label": name }, text),
  );
