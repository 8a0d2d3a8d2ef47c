// The list of users, their online state, and the selected user.

import { path } from "./api.js";
import { element, find, rows } from "./element.js";
import { attempt, submits } from "./form.js";

const PAGE = 100;
// Maximum number of users whose online state is subscribed to. Each is one subscription.
const FOLLOWED = 100;

export class Users {
  #api;
  #socket;
  #chosen;
  // The users of the list, and the names of all known users. Messages may refer to users who are not in the list.
  #known = new Map();
  #names = new Map();
  #online = new Set();
  #followed = new Map();
  #stopRegistering;
  #more = find("#users .more");

  // `chosen` is called with the selected user.
  constructor(api, socket, chosen) {
    [this.#api, this.#socket, this.#chosen] = [api, socket, chosen];
    find("#reload-users").onclick = () => this.reload();
    this.#more.onclick = () => attempt(find("#trouble"), () => this.#load([...this.#known.values()].at(-1)));
    submits(find("#new-user"), async ({ id, name }) => {
      this.#know([await api.call("POST", "/users", { body: { id, name: name || id } })]);
      find("#new-user").elements.id.focus();
    });
  }

  reload() {
    return attempt(find("#trouble"), () => this.#load());
  }

  act(user) {
    this.user = user;
    this.#stopRegistering?.();
    // Registers the user's presence, so that others see the user as online.
    const register = (as) => this.#socket.follow(path`/users/${as}/register`, { ...PRESENCE, as });
    this.#stopRegistering = user === undefined ? undefined : register(user);
    this.#render();
    this.#chosen(user);
  }

  name(id) {
    return this.#names.get(id) ?? id;
  }

  has(id) {
    return this.#known.has(id);
  }

  // Loads users who are not known yet, because they were created elsewhere.
  async meet(ids) {
    const unknown = ids.filter((id) => !this.#names.has(id));
    if (unknown.length === 0) return;
    const query = unknown.map((id) => path`id=${id}`).join("&");
    this.#know(await this.#api.call("GET", `/users_by_ids?${query}`));
  }

  // Loads the page that starts with the last user of the previous page. Without one, loads the list again from its
  // first page.
  async #load(last) {
    const page = await this.#api.call("GET", `/users?limit=${PAGE}` + (last ? path`&from_ts=${last.created_at}` : ""));
    if (!last) this.#known.clear();
    const before = this.#known.size;
    this.#know(page);
    // If a whole page of users was created at the same time, the next page cannot be requested.
    this.#more.hidden = page.length < PAGE || this.#known.size === before;
  }

  #know(users) {
    for (const user of users) {
      this.#known.set(user.id, user);
      this.#names.set(user.id, user.name);
    }
    for (const id of this.#known.keys()) this.#followPresence(id);
    this.#render();
  }

  #followPresence(id) {
    if (this.#followed.has(id) || this.#followed.size >= FOLLOWED) return;
    const event = (name, { state }) => {
      if (state === "online") this.#online.add(id);
      else this.#online.delete(id);
      this.#render();
    };
    const failed = () => this.#followed.delete(id);
    this.#followed.set(id, this.#socket.follow(path`/users/${id}`, { ...PRESENCE, event, failed }));
  }

  #render() {
    const nobody = {
      key: "",
      current: this.user === undefined,
      click: () => this.act(undefined),
      content: [element("b", {}, "Superuser"), element("small", {}, "all permissions, no user")],
    };
    rows(find("#users .rows"), [undefined, ...this.#known.values()], (user) => user === undefined ? nobody : {
      key: `user ${user.id}`,
      current: user.id === this.user,
      click: () => this.act(user.id),
      content: [
        element("b", {}, user.name),
        element("small", {}, user.id),
        this.#online.has(user.id) && element("span", { class: "online", title: "online" }, element("span", { class: "unseen" }, "online")),
      ],
    });
    find("#users details").open ||= this.#known.size === 0;
  }
}

// Presence is a separate service. Without it, no user is shown as online.
const PRESENCE = { service: "chatkit_presence/v2", event() {}, failed() {} };
