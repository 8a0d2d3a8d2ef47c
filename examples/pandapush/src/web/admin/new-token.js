// The dialog that signs a token with a key, to try a channel without a program.

import { call, ofApplication } from "./api.js";
import { KINDS, readPattern } from "./channel.js";
import { copyButton } from "./copy.js";
import { openDialog } from "./dialog.js";
import { element } from "./element.js";
import { VERBATIM, errorPlace, fieldError, submits } from "./form.js";
import { parse } from "./json.js";
import { problemOfJson } from "./json-problem.js";

const MINUTE = 60_000;
const LIFETIMES = { 60: "In an hour", 1440: "In a day", 43200: "In 30 days" };

export function issueToken(application, key) {
  const user = element("textarea", { name: "presence", rows: "3", spellcheck: "false" });
  const userLabel = element("label", { hidden: true }, "User (JSON with an id) ", user);
  const kind = element(
    "select",
    { name: "kind", change: () => (userLabel.hidden = kind.value !== "presence") },
    KINDS.map((name) => element("option", { value: name, selected: name === "private" }, name)),
  );
  user.value = '{ "id": "somebody" }';
  const form = element(
    "form",
    {},
    element(
      "p",
      { class: "hint" },
      "Signed with ",
      element("strong", {}, key.purpose || key.id),
      ". It works until it expires or the key does.",
    ),
    element(
      "div",
      { class: "bar" },
      element("label", {}, "Kind ", kind),
      element(
        "label",
        { class: "grows" },
        "Channel or pattern ",
        element("input", {
          name: "path",
          required: true,
          autofocus: true,
          ...VERBATIM,
          placeholder: "course/7 or course/**",
        }),
      ),
    ),
    element(
      "fieldset",
      {},
      element("legend", {}, "Allows to"),
      element(
        "label",
        { class: "check" },
        element("input", { type: "checkbox", name: "sub", checked: true }),
        " subscribe",
      ),
      element("label", { class: "check" }, element("input", { type: "checkbox", name: "pub" }), " publish"),
    ),
    userLabel,
    element(
      "label",
      {},
      "Expires ",
      element(
        "select",
        { name: "lifetime" },
        Object.entries(LIFETIMES).map(([value, label]) => element("option", { value }, label)),
      ),
    ),
    errorPlace(),
    element(
      "div",
      { class: "actions" },
      element("button", { class: "primary" }, "Create token"),
      element("button", { type: "button", click: () => dialog.close() }, "Close"),
    ),
  );
  const result = element("div", {});
  const dialog = openDialog("New token", element("div", { class: "reveal" }, form, result));
  submits(form, async (fields) => {
    result.replaceChildren();
    const body = claims(application.id, fields);
    const path = ofApplication(application.id, `/keys/${encodeURIComponent(key.id)}/token`);
    const { token } = await call("POST", path, { body });
    result.replaceChildren(shown(body.channel, token));
    result.querySelector("code").focus();
  });
}

function claims(application, { kind, path, sub, pub, presence, lifetime }) {
  const claims = {
    channel: channelOf(application, kind, path),
    expires: new Date(Date.now() + Number(lifetime) * MINUTE).toISOString(),
  };
  if (!sub && !pub) throw fieldError("sub", "The token allows nothing. Choose subscribe, publish, or both.");
  if (sub) claims.sub = true;
  if (pub) claims.pub = true;
  if (kind === "presence" && sub) claims.presence = userOf(presence);
  return claims;
}

function channelOf(application, kind, path) {
  try {
    return `/${[application, ...readPattern(application, `${kind}/${path.trim()}`)].join("/")}`;
  } catch (error) {
    throw fieldError("path", error.message);
  }
}

function userOf(text) {
  const problem = problemOfJson(text);
  if (problem)
    throw fieldError(
      "presence",
      `User is not JSON. Line ${problem.line}, column ${problem.column}: ${problem.message}.`,
    );
  const user = parse(text);
  if (!user?.id) throw fieldError("presence", 'User has no id. Write for example { "id": "somebody" }.');
  return user;
}

const shown = (channel, token) =>
  element(
    "div",
    { class: "item" },
    element("div", { class: "bar" }, element("h3", {}, "Token"), copyButton("token", token)),
    element("p", { class: "hint" }, "For ", element("code", {}, channel)),
    element("code", { class: "secret", tabindex: "0", role: "group", "aria-label": "Token" }, token),
  );
