// The screen Keys: the keys of an application, what they are used for and whether they still work.

import { call, ofApplication } from "./api.js";
import { openDialog } from "./dialog.js";
import { element } from "./element.js";
import { errorPlace, submits } from "./form.js";
import { createKey } from "./new-key.js";
import { issueToken } from "./new-token.js";
import { empty, failed } from "./notice.js";
import { ago, date } from "./time.js";

export function renderKeys(place, application, { signal }) {
  const list = element("div", { class: "list" });
  const create = element(
    "button",
    { type: "button", class: "primary", click: () => createKey(application, added) },
    "New key …",
  );
  const show = (keys) => list.replaceChildren(keys.length === 0 ? none() : table(keys, { revoke, issue }));
  place.replaceChildren(
    element("div", { class: "title" }, element("h2", {}, "Keys"), create),
    element(
      "p",
      { class: "hint" },
      "A key and its secret let a server publish and sign tokens. Never put a secret into a web page or an app.",
    ),
    list,
  );
  show(application.keys);

  async function reload() {
    try {
      ({ keys: application.keys } = await call("GET", ofApplication(application.id), { signal }));
      show(application.keys);
    } catch (error) {
      if (error.name !== "AbortError") list.prepend(failed(error, reload));
    }
  }
  function added() {
    create.focus();
    return reload();
  }
  function issue(key) {
    issueToken(application, key);
  }
  function revoke(key) {
    confirmRevocation(application, key, async () => {
      await reload();
      create.focus();
    });
  }
}

const none = () =>
  empty(
    "No keys yet.",
    "Without a key, browsers can subscribe to public channels, and no program can publish. Create a key for each program, so that each can be revoked alone.",
  );

function table(keys, actions) {
  const sorted = keys.toSorted((a, b) => String(b.created_at).localeCompare(String(a.created_at)));
  const heads = ["Key", "Status", "Expires", "Created", "Last used", "Times used"];
  return element(
    "div",
    { class: "panel" },
    element(
      "table",
      { class: "stacks" },
      element("caption", { class: "unseen" }, "Keys"),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          heads.map((name) => element("th", { scope: "col", class: name === "Times used" && "number" }, name)),
          element("td", {}, element("span", { class: "unseen" }, "Actions")),
        ),
      ),
      element(
        "tbody",
        {},
        sorted.map((key) => row(key, actions)),
      ),
    ),
  );
}

function row(key, { revoke, issue }) {
  const name = key.purpose || key.id;
  const status = statusOf(key);
  return element(
    "tr",
    { class: status !== "valid" && "over" },
    element(
      "th",
      { scope: "row" },
      element("span", { class: "strong" }, key.purpose || "(no purpose)"),
      element("code", { class: "block" }, key.id),
    ),
    element("td", { "data-label": "Status" }, element("span", { class: `tag ${status}` }, status)),
    element("td", { "data-label": "Expires" }, key.expires ? date(key.expires) : "never"),
    element(
      "td",
      { "data-label": "Created" },
      date(key.created_at),
      element("span", { class: "block faint" }, `by ${key.created_by ?? "–"}`),
    ),
    element("td", { "data-label": "Last used" }, key.last_used ? ago(key.last_used) : "never"),
    element("td", { "data-label": "Times used", class: "number" }, Number(key.use_count ?? 0).toLocaleString()),
    element(
      "td",
      { class: "actions" },
      status === "valid" && action("Token", name, () => issue(key)),
      " ",
      status !== "revoked" && action("Revoke", name, () => revoke(key)),
    ),
  );
}

const action = (verb, name, click) =>
  element(
    "button",
    { type: "button", class: "small", click },
    verb,
    element("span", { class: "unseen" }, ` ${name}`),
    " …",
  );

function statusOf({ revoked_at, expires }) {
  if (revoked_at) return "revoked";
  return expires && Date.parse(expires) <= Date.now() ? "expired" : "valid";
}

function confirmRevocation(application, key, revoked) {
  const form = element(
    "form",
    {},
    element(
      "p",
      {},
      "Programs that use ",
      element("strong", {}, key.purpose || "this key"),
      " (",
      element("code", {}, key.id),
      ") can no longer publish, and its tokens stop working. A key that was revoked cannot be made valid again.",
    ),
    errorPlace(),
    element(
      "div",
      { class: "actions" },
      element("button", { class: "danger" }, "Revoke key"),
      element("button", { type: "button", autofocus: true, click: () => dialog.close() }, "Cancel"),
    ),
  );
  const dialog = openDialog("Revoke this key?", form);
  submits(form, async () => {
    await call("POST", ofApplication(application.id, `/keys/${encodeURIComponent(key.id)}/revoke`));
    dialog.close();
    await revoked();
  });
}
