// Values and code to copy: the instance, its key, and the published SDKs configured for this server.

import { copies, element, find } from "./element.js";

const A_DAY = 86_400;

export async function show(session, tokens, user) {
  const [instance, key] = [session.instance, session.key];
  const who = user ?? "alice";
  const token = user === undefined ? "an access token of alice" : await tokens.sign(user, A_DAY);
  find("#snippets-body").replaceChildren(
    value("Instance locator", instance),
    value("Key", key, true),
    ...(user === undefined ? [] : [value(`Access token of ${user}, valid for 24 hours`, token, true)]),
    snippet("In a browser, with @pusher/chatkit-client", client(instance, who, token)),
    snippet("In node, with @pusher/chatkit-server", server(instance, key)),
  );
  find("#snippets").showModal();
}

function value(label, text, secret = false) {
  const shown = element("code", {}, secret ? "•".repeat(12) : text);
  const reveal = element("button", { type: "button", click: () => (shown.textContent = text, reveal.remove()) }, "Show");
  const buttons = [secret && reveal, copies(element("button", { type: "button", "aria-label": `Copy: ${label}` }, "Copy"), () => text)];
  return element("div", { class: "value" }, element("h3", {}, label), shown, ...buttons);
}

function snippet(label, text) {
  const copy = copies(element("button", { type: "button", "aria-label": `Copy: ${label}` }, "Copy"), () => text);
  return element("div", { class: "value" }, element("h3", {}, label), copy, element("pre", { tabindex: "0" }, text));
}

const secure = location.protocol === "https:";
const port = location.port || (secure ? "443" : "80");
const quoted = (text) => JSON.stringify(text);

// The published client always opens its WebSocket over TLS.
function client(instance, user, token) {
  const plain = `
// This server has no TLS, but the SDK always opens wss:.
const Plain = globalThis.WebSocket;
globalThis.WebSocket = class extends Plain {
  constructor(url) { super(url.replace(/^wss:/, "ws:")); }
};
`;
  return `import { ChatManager } from "@pusher/chatkit-client";
import { BaseClient } from "@pusher/platform";
${secure ? "" : plain}
const manager = new ChatManager({
  instanceLocator: ${quoted(instance)},
  userId: ${quoted(user)},
  // In an application: new TokenProvider({ url: "https://your.server/token" })
  tokenProvider: { fetchToken: async () => ${quoted(token)} },
  baseClient: new BaseClient({
    host: ${quoted(location.host)}, encrypted: ${secure},
    sdkProduct: "chatkit", sdkVersion: "1.14.1",
  }),
});
const user = await manager.connect();
console.log(user.rooms);
`;
}

// The published server SDK always uses https.
function server(instance, key) {
  const plain = `
// This server has no TLS, but the SDK always uses https:.
const url = require("url");
const format = url.format;
url.format = (parts) => format(String(parts.port) === "${port}" ? { ...parts, protocol: "http" } : parts);
`;
  return `const Chatkit = require("@pusher/chatkit-server").default;
${secure ? "" : plain}
const chatkit = new Chatkit({
  instanceLocator: ${quoted(instance)},
  key: ${quoted(key)},
  host: ${quoted(location.hostname)}, port: ${port},
});
chatkit.getUsers().then(console.log);
`;
}
