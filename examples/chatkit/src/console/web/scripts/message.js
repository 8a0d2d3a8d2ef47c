// A message as a row: sender, time and parts.

import { element } from "./element.js";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function describe(message, { author, mine, remove }) {
  const sent = new Date(message.created_at);
  const time = (sent.toDateString() === new Date().toDateString() ? TIME : DAY_AND_TIME).format(sent);
  return element(
    "li",
    { class: mine ? "mine" : undefined, "data-id": message.id },
    element(
      "div",
      { class: "about" },
      element("b", { title: message.user_id }, author),
      element("time", { datetime: message.created_at, title: `${message.created_at}, message ${message.id}` }, time),
      deletes(message, remove),
    ),
    ...message.parts.map(part),
  );
}

// Returns a delete button. It asks for confirmation, because deletion cannot be undone.
function deletes(message, remove) {
  const button = element("button", { type: "button", class: "quiet", "aria-label": `Delete message ${message.id}` }, "Delete");
  button.onclick = () => {
    if (button.classList.contains("asks")) return remove();
    button.classList.add("asks");
    button.textContent = button.ariaLabel = "Really delete?";
    setTimeout(() => {
      button.classList.remove("asks");
      button.textContent = "Delete";
      button.ariaLabel = `Delete message ${message.id}`;
    }, 3000);
  };
  return button;
}

function part({ type, content, url, attachment }) {
  if (content !== undefined) {
    if (type === "text/plain") return element("p", {}, ...linked(content));
    return element("div", {}, element("code", { class: "type" }, type), element("pre", {}, content));
  }
  const address = url ?? attachment.download_url;
  const name = attachment?.name ?? address;
  const size = attachment && element("span", { class: "hint" }, ` ${attachment.size.toLocaleString()} bytes`);
  return element("p", {}, picture(type, address, name), link(address, name), size, " ", element("code", { class: "type" }, type));
}

// Shows images only from this server, because a request to another server would reveal who reads.
function picture(type, address, name) {
  const shown = type.startsWith("image/") && web(address)?.origin === location.origin;
  return shown && element("img", { src: address, alt: name, error: ({ target }) => target.remove() });
}

// Turns the web addresses in a text into links.
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'])/).map((piece, at) => (at % 2 === 1 ? link(piece, piece) : piece));
}

// An address with another scheme, for example `javascript:`, stays a text.
function link(address, name) {
  return web(address) ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name) : name;
}

function web(address) {
  const url = URL.parse(address);
  return url && ["http:", "https:"].includes(url.protocol) ? url : undefined;
}
