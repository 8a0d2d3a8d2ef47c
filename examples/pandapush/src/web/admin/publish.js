// Publishing by hand.

import { call, ofApplication } from "./api.js";
import { KINDS, partsOf, problemOfPath } from "./channel.js";
import { element, setText } from "./element.js";
import { VERBATIM, errorPlace, fieldError, submits } from "./form.js";
import { problemOfJson } from "./json-problem.js";

// What was typed for each application, so that a look at another screen loses nothing.
const drafts = new Map();
// How many channels are suggested.
const MOST = 50;

// Creates the panel. `suggest` of the result adds a channel to the suggestions, and `edit` fills the form.
export function publisher(application) {
  const draft = drafts.get(application) ?? { kind: "public", path: "", data: '{\n  "text": "Hello"\n}' };
  drafts.set(application, draft);
  const kind = element(
    "select",
    { name: "kind", change: keep },
    KINDS.map((name) => element("option", { value: name }, name)),
  );
  const path = element("input", {
    name: "path",
    list: "paths",
    ...VERBATIM,
    placeholder: "course/7",
    input: keep,
  });
  const data = element("textarea", {
    name: "data",
    rows: "6",
    spellcheck: "false",
    autocapitalize: "none",
    "aria-describedby": "data-hint",
    input: keep,
    keydown: sendOnEnter,
  });
  const hint = element("p", { class: "hint", id: "data-hint" });
  const done = element("p", { class: "hint done", role: "status" });
  const paths = element("datalist", { id: "paths" });
  const form = element(
    "form",
    { class: "padded" },
    element(
      "div",
      { class: "bar" },
      element("label", {}, "Kind ", kind),
      element("label", { class: "grows" }, "Channel ", path),
    ),
    paths,
    element("label", {}, "Data (JSON) ", data),
    hint,
    errorPlace(),
    element(
      "div",
      { class: "actions" },
      element("button", { class: "primary", "aria-keyshortcuts": "Control+Enter" }, "Publish"),
      done,
    ),
  );
  const seen = new Set();

  function fill({ kind: name, path: channel, data: text }) {
    [kind.value, path.value, data.value] = [name, channel, text];
    keep();
  }
  function keep() {
    Object.assign(draft, { kind: kind.value, path: path.value, data: data.value });
    const problem = problemOfJson(data.value);
    setText(hint, problem && data.value.trim() ? sentence(problem) : "Ctrl+Enter publishes.");
    hint.classList.toggle("bad", Boolean(problem && data.value.trim()));
    setText(done, "");
  }
  function sendOnEnter(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  }
  function check() {
    const wrong = problemOfPath(path.value.trim());
    if (wrong) throw fieldError("path", wrong);
    const problem = problemOfJson(data.value);
    if (!problem) return;
    const end = Math.min(problem.index + 1, data.value.length);
    setText(hint, "");
    data.setSelectionRange(Math.min(problem.index, end), end);
    throw fieldError(
      "data",
      data.value.trim() ? `Data is not JSON. ${sentence(problem)}` : "Data is missing. Write JSON, for example null.",
    );
  }

  submits(form, async () => {
    setText(done, "");
    check();
    const channel = `/${application}/${kind.value}/${path.value.trim()}`;
    // The data is sent as it was typed, so that long numbers keep their digits.
    const text = `{"channel":${JSON.stringify(channel)},"data":${data.value}}`;
    await call("POST", ofApplication(application, "/publish"), { text });
    setText(done, `Published at ${new Date().toLocaleTimeString()}.`);
  });
  fill(draft);

  return {
    element: element(
      "section",
      { class: "panel", "aria-labelledby": "publish" },
      element("div", { class: "head" }, element("h2", { id: "publish" }, "Publish")),
      form,
    ),
    suggest(channel) {
      const { path: name } = partsOf(application, channel);
      if (seen.has(name) || seen.size >= MOST) return;
      seen.add(name);
      paths.append(element("option", { value: name }));
    },
    edit(channel, text) {
      const { kind: name, path: rest } = partsOf(application, channel);
      fill({ kind: KINDS.includes(name) ? name : "public", path: rest, data: text });
      data.focus();
    },
  };
}

const sentence = ({ line, column, message }) => `Line ${line}, column ${column}: ${message}.`;
