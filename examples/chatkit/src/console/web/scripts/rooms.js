// The lists of rooms: those of the selected user, live, and all others.

import { path } from "./api.js";
import { element, find, rows } from "./element.js";
import { attempt, showError, submits } from "./form.js";

const PAGE = 100;

export class Rooms {
  #api;
  #socket;
  #users;
  #open;
  #all = new Map();
  #joined = new Map();
  #current;
  #user;
  #more = find("#rooms .more");
  #stop;

  // `open` is called with the room to be shown.
  constructor(api, socket, users, open) {
    [this.#api, this.#socket, this.#users, this.#open] = [api, socket, users, open];
    find("#reload-rooms").onclick = () => this.reload();
    this.#more.onclick = () => attempt(find("#trouble"), () => this.#load([...this.#all.keys()].sort().at(-1)));
    submits(find("#new-room"), async ({ name, id, private: hidden }) => {
      const body = { name, id: id || undefined, private: hidden === "on" };
      const room = await api.call("POST", "/rooms", { as: this.#user, body });
      find("#rooms details").open = false;
      this.#all.set(room.id, room);
      this.open(room.id);
    });
  }

  // The first event of the user topic contains all rooms of the user.
  actAs(user) {
    this.#user = user;
    this.#stop?.();
    this.#joined.clear();
    const event = (name, data) => this.#receive(name, data);
    const failed = (error) => showError(find("#trouble"), error);
    this.#stop = user === undefined ? undefined : this.#socket.follow("/users", { as: user, event, failed });
    this.#render();
  }

  reload() {
    return attempt(find("#trouble"), () => this.#load());
  }

  open(id) {
    this.#current = id;
    this.#render();
    this.#open(this.#joined.get(id) ?? this.#all.get(id) ?? { id, name: id });
  }

  // Loads the page after this room. Without a room, loads the list again from its first page.
  async #load(last) {
    const page = await this.#api.call("GET", "/rooms?include_private=true" + (last === undefined ? "" : path`&from_id=${last}`));
    if (last === undefined) this.#all.clear();
    for (const room of page) this.#all.set(room.id, room);
    this.#more.hidden = page.length < PAGE;
    this.#render();
  }

  #receive(name, data) {
    if (name === "initial_state") {
      this.#joined = new Map(data.rooms.map((room) => [room.id, room]));
      showError(find("#trouble"));
    } else if (name === "added_to_room" || name === "room_updated") this.#joined.set(data.room.id, data.room);
    else if (name === "removed_from_room" || name === "room_deleted") this.#joined.delete(data.room_id);
    if (name === "added_to_room") this.#all.set(data.room.id, data.room);
    if (name === "room_deleted") this.#all.delete(data.room_id);
    this.#render();
  }

  #render() {
    const acting = this.#user !== undefined;
    const others = [...this.#all.values()].filter((room) => !this.#joined.has(room.id));
    const name = acting ? this.#users.name(this.#user) : "";
    find("#joined-title").textContent = `${name} is in`;
    find("#joined-title").hidden = this.#joined.size === 0;
    find("#others-title").textContent = acting ? `${name} is not in` : "All rooms";
    find("#others-title").hidden = others.length === 0;
    find("#no-rooms").hidden = this.#joined.size + others.length > 0;
    find("#no-creator").hidden = acting;
    find("#new-room .primary").disabled = !acting;
    rows(find("#joined"), [...this.#joined.values()], (room) => this.#row(room));
    rows(find("#others"), others, (room) => this.#row(room));
  }

  #row(room) {
    const badges = [
      room.private && element("span", { class: "badge" }, "private"),
      room.unread_count > 0 && element("span", { class: "badge strong", title: "unread" }, String(room.unread_count), element("span", { class: "unseen" }, " unread")),
    ];
    return {
      key: room.id,
      current: room.id === this.#current,
      click: () => this.open(room.id),
      content: [element("b", {}, room.name), element("small", {}, room.id), element("span", { class: "badges" }, ...badges)],
    };
  }
}
