// Searches the page, calls operations, and follows subscriptions and WebSockets.

"use strict";

// The maximum number of events that are shown, and of characters of an answer.
const MOST_SHOWN = 500;
const LARGEST_SHOWN = 200_000;

const settings = document.getElementById("settings");
settings.addEventListener("submit", (event) => event.preventDefault());
document.querySelectorAll("article[data-operation]").forEach(prepare);
prepareSearch();

function prepareSearch() {
  const search = document.getElementById("search");
  const none = document.getElementById("none");
  const entries = [...document.querySelectorAll("nav li")].map((item) => {
    const target = document.getElementById(decodeURIComponent(item.firstElementChild.hash.slice(1)));
    const path = target?.querySelector("h3")?.textContent ?? "";
    const docs = target?.querySelector("p")?.textContent ?? "";
    return { item, text: `${item.textContent} ${path} ${docs}`.toLowerCase() };
  });
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { item, text } of entries) item.hidden = !words.every((word) => text.includes(word));
    for (const section of document.querySelectorAll("nav section")) {
      section.hidden = [...section.querySelectorAll("li")].every((item) => item.hidden);
    }
    none.hidden = entries.some(({ item }) => !item.hidden);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    entries.find(({ item }) => !item.hidden)?.item.firstElementChild.click();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });
}

function prepare(article) {
  prepareTabs(article.querySelector(".snippets"));
  const operation = JSON.parse(article.dataset.operation);
  const trial = article.querySelector(".trial");
  const form = trial.querySelector("form");
  const view = {
    form,
    message: trial.querySelector(".message"),
    output: trial.querySelector("output"),
    log: trial.querySelector(".log"),
    start: form.querySelector("[type=submit]"),
    stop: form.querySelector(".stop"),
  };
  form.elements.type?.addEventListener("change", () => {
    form.elements.body.value = form.elements.type.selectedOptions[0].dataset.example;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const run = { call, subscription: follow, duplex: connect, socket: connect }[operation.kind];
    run(operation, view).catch((error) => say(view, `Failed: ${error.message}`));
  });
}

// Shows one language at a time, the same everywhere.
function prepareTabs(snippets) {
  const figures = [...snippets.querySelectorAll("figure")];
  const tabs = document.createElement("div");
  tabs.className = "tabs";
  tabs.setAttribute("role", "tablist");
  for (const { dataset } of figures) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.setAttribute("role", "tab");
    tab.textContent = dataset.language;
    tab.addEventListener("click", () => selectLanguage(dataset.language));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      const all = [...tabs.children];
      const next = all[(all.indexOf(tab) + step + all.length) % all.length];
      next.click();
      next.focus();
    });
    tabs.append(tab);
  }
  snippets.before(tabs);
  snippets.classList.add("tabbed");
  show(snippets, figures[0].dataset.language);
}

function selectLanguage(language) {
  document.querySelectorAll(".snippets").forEach((snippets) => show(snippets, language));
}

function show(snippets, language) {
  const figures = [...snippets.querySelectorAll("figure")];
  const shown = figures.find((figure) => figure.dataset.language === language) ?? figures[0];
  for (const figure of figures) figure.hidden = figure !== shown;
  for (const tab of snippets.previousElementSibling.children) {
    const isShown = tab.textContent === shown.dataset.language;
    tab.setAttribute("aria-selected", String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
  }
}

// Returns the URL, the header fields and the body that a form means.
function request(operation, { form }) {
  const server = settings.elements.server.value.replace(/\/+$/, "") || location.origin;
  let path = operation.path;
  for (const field of settings.elements) {
    if (field.name.startsWith("bound:")) path = fill(path, field.name.slice(6), field.value, false);
  }
  const query = [...operation.query];
  const headers = new Headers(operation.headers);
  for (const { name, value } of form.elements) {
    const [place, key] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
    if (place === "path" || place === "rest") path = fill(path, key, value, place === "rest");
    if (value === "") continue;
    if (place === "query") query.push(`${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
    if (place === "header") headers.append(key, value);
  }
  const token = settings.elements.token?.value;
  if (operation.security && token) headers.set(operation.security[0], operation.security[1] + token);
  const body = form.elements.body?.value;
  if (body !== undefined && !headers.has("content-type")) headers.set("content-type", form.elements.type.value);
  return { url: `${server}${path}${query.length > 0 ? `?${query.join("&")}` : ""}`, headers, body };
}

function fill(path, name, value, isRest) {
  if (value === "" && path.includes(`{${name}}`)) throw new Error(`enter a value of ${name}`);
  const encoded = isRest ? value.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(value);
  return path.replaceAll(`{${name}}`, () => encoded);
}

async function call(operation, view) {
  const { url, headers, body } = request(operation, view);
  const started = performance.now();
  const response = await fetch(url, { method: operation.method, headers, body });
  const bytes = await response.arrayBuffer();
  const elapsed = Math.round(performance.now() - started);
  say(view, `${response.status} ${response.statusText}, ${elapsed} ms, ${bytes.byteLength} bytes`);
  const fields = document.createElement("dl");
  for (const [name, value] of response.headers) {
    const term = document.createElement("dt");
    const description = document.createElement("dd");
    term.textContent = name;
    description.textContent = value;
    fields.append(term, description);
  }
  view.output.append(fields);
  const type = response.headers.get("content-type") ?? "";
  const isText = /json|text|xml|yaml|urlencoded|javascript/.test(type);
  if (bytes.byteLength > 0) view.output.append(block(isText ? pretty(new TextDecoder().decode(bytes)) : "(bytes)"));
}

async function follow(operation, view) {
  const { url, headers, body } = request(operation, view);
  headers.set("accept", "text/event-stream");
  const controller = new AbortController();
  const end = begin(view, () => controller.abort());
  try {
    const response = await fetch(url, { method: operation.method, headers, body, signal: controller.signal });
    if (!response.ok || !(response.headers.get("content-type") ?? "").startsWith("text/event-stream")) {
      say(view, `${response.status} ${response.statusText}`);
      view.output.append(block(pretty(await response.text())));
      return;
    }
    say(view, "Open: events appear as they arrive.");
    for await (const { event, id, data } of serverSentEvents(response.body)) {
      if (event === "end") {
        say(view, `Ended: ${data}`);
        return;
      }
      add(view, `${event === "" ? "event" : event}${id === "" ? "" : ` ${id}`}`, pretty(data));
    }
    say(view, "The server closed the stream.");
  } catch (error) {
    say(view, controller.signal.aborted ? "Stopped." : `Lost: ${error.message}`);
  } finally {
    controller.abort();
    end();
  }
}

// Yields events (WHATWG HTML, section 9.2.6).
async function* serverSentEvents(stream) {
  const decoder = new TextDecoder();
  let rest = "";
  let block = { event: "", id: "", data: [] };
  for await (const piece of pieces(stream)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop();
    for (const line of lines.map((line) => line.replace(/\r$/, ""))) {
      if (line === "") {
        if (block.data.length > 0) yield { ...block, data: block.data.join("\n") };
        block = { event: "", id: "", data: [] };
        continue;
      }
      const [, name, value] = /^([^:]*):? ?([^]*)$/.exec(line);
      if (name === "data") block.data.push(value);
      if (name === "event" || name === "id") block[name] = value;
    }
  }
}

async function* pieces(stream) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

// A browser sends no header fields with a WebSocket, so there is no token either.
async function connect(operation, view) {
  const { url } = request(operation, view);
  const socket = new WebSocket(url.replace(/^http/, "ws"), operation.subprotocols);
  socket.binaryType = "arraybuffer";
  const end = begin(view, () => socket.close(1000));
  const send = (event) => {
    event.preventDefault();
    const text = view.message.elements.message.value;
    socket.send(text);
    add(view, "sent", pretty(text), "sent");
  };
  socket.addEventListener("open", () => {
    say(view, "Open: send messages below.");
    view.message.hidden = false;
    view.message.addEventListener("submit", send);
  });
  socket.addEventListener("message", ({ data }) => {
    add(view, "received", pretty(typeof data === "string" ? data : new TextDecoder().decode(data)));
  });
  socket.addEventListener("close", ({ code, reason }) => {
    say(view, `Closed with ${code}${reason === "" ? "" : `: ${reason}`}`);
    view.message.hidden = true;
    view.message.removeEventListener("submit", send);
    end();
  });
}

// Shows that something is under way. Returns the function that ends it.
function begin({ log, start, stop }, cancel) {
  log.replaceChildren();
  start.disabled = true;
  stop.hidden = false;
  stop.addEventListener("click", cancel, { once: true });
  return () => {
    stop.removeEventListener("click", cancel);
    stop.hidden = true;
    start.disabled = false;
  };
}

function say({ output }, text) {
  const line = document.createElement("p");
  line.textContent = text;
  output.replaceChildren(line);
}

// Adds an entry to the log, the newest first.
function add({ log }, title, text, kind = "") {
  const item = document.createElement("li");
  const time = document.createElement("time");
  time.textContent = new Date().toLocaleTimeString([], { hour12: false });
  const name = document.createElement("span");
  name.textContent = title;
  name.className = kind;
  item.append(time, name, block(text));
  log.prepend(item);
  while (log.children.length > MOST_SHOWN) log.lastElementChild.remove();
}

function block(text) {
  const pre = document.createElement("pre");
  // What scrolls is reached by keyboard.
  pre.tabIndex = 0;
  pre.textContent = text.length > LARGEST_SHOWN ? `${text.slice(0, LARGEST_SHOWN)}…` : text;
  return pre;
}

// Returns JSON with line breaks. Numbers keep their digits, so large integers are shown as they are.
function pretty(text) {
  try {
    return /\d{16}/.test(text) ? text : JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
