// Opens the console with the instance and key of the link or the tab, or shows a form for them.

import { Api } from "./api.js";
import { Conversation } from "./conversation.js";
import { copies, find } from "./element.js";
import { attempt, showError, submits } from "./form.js";
import { Rooms } from "./rooms.js";
import { forget, parse, recall, remember } from "./session.js";
import * as snippets from "./snippets.js";
import { Socket } from "./socket.js";
import { Tokens } from "./token.js";
import { Users } from "./users.js";

const session = recall();
const connect = find("#connect");

// A link to another instance that is opened in this tab changes only the fragment.
addEventListener("hashchange", () => location.reload());

submits(connect, (typed) => open(typed));
if (session.instance && session.key) await open(session).catch(ask);
else ask();

function ask(error) {
  find("#welcome").hidden = false;
  connect.elements.instance.value = session.instance ?? "";
  connect.elements.key.value = session.key ?? "";
  showError(connect.querySelector(".error"), error);
  connect.elements[session.instance ? "key" : "instance"].focus();
}

async function open({ instance, key }) {
  const parts = parse({ instance, key });
  const tokens = new Tokens(parts);
  const api = new Api(parts.instanceId, tokens);
  // The first request shows whether the key is valid.
  await api.call("GET", "/users?limit=1");
  remember({ instance, key });
  find("#welcome").hidden = true;
  find("#console").hidden = false;
  await run(api, tokens);
}

async function run(api, tokens) {
  find("#locator").textContent = find("#locator").title = session.instance;
  copies(find("#copy-locator"), () => session.instance);
  const socket = new Socket(api, (live) => {
    find("#state").textContent = live ? "live" : "reconnecting …";
    find("#state").className = live ? "live" : "lost";
  });
  const users = new Users(api, socket, (user) => {
    remember({ user });
    rooms.actAs(user);
    conversation.actAs();
    show("rooms");
  });
  const conversation = new Conversation(api, socket, users);
  const rooms = new Rooms(api, socket, users, (room) => {
    remember({ room: room.id });
    conversation.open(room);
    show("conversation");
  });
  find("#show-snippets").onclick = () => snippets.show(session, tokens, users.user);
  find("#forget").onclick = () => (forget(), location.reload());
  for (const button of document.querySelectorAll("[data-shows]")) button.onclick = () => show(button.dataset.shows);
  // The server sends no events about new users, or about rooms without this user. Reload when the window gets the
  // focus.
  addEventListener("focus", () => Promise.all([users.reload(), rooms.reload()]));

  const { user, room } = session;
  await Promise.all([users.reload(), rooms.reload()]);
  if (user !== undefined) await attempt(find("#trouble"), () => users.meet([user]));
  // The server may have been restarted and lost its users.
  users.act(users.has(user) ? user : undefined);
  if (room !== undefined) rooms.open(room);
  else show(user === undefined ? "users" : "rooms");
}

// Selects which of the three parts is shown on a narrow screen.
function show(part) {
  document.body.dataset.shown = part;
  const focused = document.activeElement?.checkVisibility();
  for (const button of document.querySelectorAll("[data-shows]")) {
    const pressed = button.dataset.shows === part;
    button.setAttribute("aria-pressed", pressed);
    // The focused element may have been hidden. Continue with the shown part.
    if (pressed && !focused) button.focus();
  }
}
