// The open room: its messages, live, and sending as a member.

import { path } from "./api.js";
import { element, find } from "./element.js";
import { attempt, showError } from "./form.js";
import { describe } from "./message.js";

const PAGE = 50;
const ROWS = 500;
// In milliseconds: the interval of typing requests, and how long others are shown as typing after one.
const [PULSE, TYPING] = [1000, 1500];

const log = find("#messages");

export class Conversation {
  #api;
  #socket;
  #users;
  #room;
  #as;
  #members = new Set();
  #typists = new Map();
  #stops = [];
  #pulsed = 0;
  #sending = Promise.resolve();
  // Whether the newest message is in view. Then it stays in view when messages arrive or images load.
  #atEnd = true;
  #trouble = find("#send .error");

  constructor(api, socket, users) {
    [this.#api, this.#socket, this.#users] = [api, socket, users];
    const form = find("#send");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    form.elements.text.addEventListener("input", () => this.#pulse());
    form.elements.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    log.addEventListener("scroll", () => (this.#atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40));
    for (const grown of ["load", "error"]) log.addEventListener(grown, () => this.#atEnd && this.#toEnd(), true);
    new ResizeObserver(() => this.#atEnd && this.#toEnd()).observe(log);
    find("#read").onclick = () => attempt(this.#trouble, () => this.#read());
    find("#join").onclick = () => attempt(this.#trouble, () => this.#joinOrLeave());
    find("#older").onclick = () => attempt(this.#trouble, () => this.#older());
  }

  // Subscribes to the room as the selected user if it is a member, otherwise as the superuser.
  async open(room) {
    this.#stop();
    this.#room = room;
    this.#members.clear();
    showError(this.#trouble);
    log.replaceChildren();
    this.#atEnd = true;
    find("#no-room").hidden = true;
    find("#room").hidden = false;
    find("#room-title").textContent = room.name;
    find("#room-id").textContent = find("#room-id").title = room.id;
    this.#render();
    await attempt(this.#trouble, async () => {
      const found = await this.#api.call("GET", path`/rooms/${room.id}`);
      // Another room may have been opened in the meantime.
      if (this.#room === room) this.#follow(found.member_user_ids.includes(this.#users.user) ? this.#users.user : undefined);
    });
  }

  actAs() {
    if (this.#room) this.open(this.#room);
  }

  #stop() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    for (const typist of [...this.#typists.keys()]) this.#rests(typist);
  }

  #follow(as) {
    this.#stop();
    this.#as = as;
    // If the user loses access, shows the reason and continues as the superuser.
    const failed = (error) => {
      if (as !== undefined && error.status === 401) this.#follow(undefined);
      showError(this.#trouble, error);
    };
    const room = path`/rooms/${this.#room.id}`;
    const receive = (name, data) => this.#receive(name, data);
    this.#stops = [
      this.#socket.follow(`${room}?message_limit=${PAGE}`, { as, resumes: true, event: receive, failed }),
      this.#socket.follow(`${room}/memberships`, { as, event: receive, failed: () => {} }),
    ];
  }

  #receive(name, data) {
    if (name === "new_message") this.#add(data);
    else if (name === "message_deleted") log.querySelector(`[data-id="${Number(data.message_id)}"]`)?.remove();
    else if (name === "is_typing") this.#types(data.user_id);
    else if (name === "initial_state") this.#meet((this.#members = new Set(data.user_ids)));
    else if (name === "user_joined") this.#meet(this.#members.add(data.user_id));
    else if (name === "user_left") this.#members.delete(data.user_id);
    if (name === "user_joined" && data.user_id === this.#users.user && this.#as === undefined) this.#follow(this.#users.user);
    this.#render();
  }

  async #meet(ids) {
    await attempt(this.#trouble, () => this.#users.meet([...ids]));
    this.#render();
  }

  // Inserts a message in the order of ids. A message that was received already is ignored.
  #add(message) {
    if (log.querySelector(`[data-id="${Number(message.id)}"]`)) return;
    const remove = () => attempt(this.#trouble, () => this.#api.call("DELETE", path`/rooms/${message.room_id}/messages/${message.id}`));
    const mine = message.user_id === this.#users.user;
    const row = describe(message, { author: this.#users.name(message.user_id), mine, remove });
    let before = log.lastElementChild;
    while (before && Number(before.dataset.id) > message.id) before = before.previousElementSibling;
    if (before) before.after(row);
    else log.prepend(row);
    this.#rests(message.user_id);
    if (!this.#atEnd) return;
    while (log.childElementCount > ROWS) log.firstElementChild.remove();
    this.#toEnd();
  }

  #toEnd() {
    this.#atEnd = true;
    log.scrollTop = log.scrollHeight;
  }

  async #older() {
    const first = log.firstElementChild;
    const messages = await this.#api.call("GET", path`/rooms/${this.#room.id}/messages?limit=${PAGE}&initial_id=${first.dataset.id}`);
    for (const message of messages) this.#add(message);
    first.scrollIntoView();
    this.#render();
    find("#older").hidden = messages.length < PAGE;
  }

  // Sends messages one after another, in the order of input. Restores the input if sending fails.
  #submit(form) {
    const { text, file } = form.elements;
    const [input, files, room, as] = [text.value, [...file.files], this.#room.id, this.#users.user];
    if (input === "" && files.length === 0) return;
    form.reset();
    this.#pulsed = 0;
    this.#toEnd();
    const send = async () => {
      const parts = input === "" ? [] : [{ type: "text/plain", content: input }];
      for (const each of files) parts.push(await this.#api.upload(room, each, as));
      await this.#api.call("POST", path`/rooms/${room}/messages`, { as, body: { parts } });
    };
    const restore = (error) => {
      text.value = [input, text.value].filter(Boolean).join("\n");
      const chosen = new DataTransfer();
      for (const each of files) chosen.items.add(each);
      if (files.length > 0) file.files = chosen.files;
      throw error;
    };
    this.#sending = this.#sending.then(() => attempt(this.#trouble, () => send().catch(restore)));
  }

  // Moves the user's read cursor to the newest message.
  async #read() {
    const where = path`/cursors/0/rooms/${this.#room.id}/users/${this.#users.user}`;
    const body = { position: Number(log.lastElementChild.dataset.id) };
    await this.#api.call("PUT", where, { service: "chatkit_cursors/v2", as: this.#users.user, body });
  }

  async #joinOrLeave() {
    const user = this.#users.user;
    const leaves = this.#members.has(user);
    if (leaves) this.#follow(undefined);
    await this.#api.call("POST", path`/users/${user}/rooms/${this.#room.id}/` + (leaves ? "leave" : "join"), { as: user });
  }

  #types(user) {
    if (user === this.#users.user) return;
    clearTimeout(this.#typists.get(user));
    this.#typists.set(user, setTimeout(() => this.#rests(user), TYPING));
  }

  #rests(user) {
    clearTimeout(this.#typists.get(user));
    this.#typists.delete(user);
    this.#render();
  }

  // Errors are ignored: the notification is not essential.
  #pulse() {
    if (Date.now() - this.#pulsed < PULSE) return;
    this.#pulsed = Date.now();
    this.#api.call("POST", path`/rooms/${this.#room.id}/typing_indicators`, { as: this.#users.user }).catch(() => {});
  }

  #render() {
    const user = this.#users.user;
    const name = user === undefined ? "" : this.#users.name(user);
    const member = this.#members.has(user);
    const join = find("#join");
    join.hidden = user === undefined;
    join.textContent = member ? `Leave as ${name}` : `Join as ${name}`;
    join.className = member ? "quiet" : "primary";
    find("#read").hidden = !member || log.childElementCount === 0;
    for (const control of find("#send").elements) control.disabled = !member;
    find("#send-label").textContent = member ? `Send as ${name}` : user === undefined ? "Act as a user to send" : `${name} has to join to send`;
    find("#members").replaceChildren(...[...this.#members].map((id) => element("span", { class: "chip", title: id }, this.#users.name(id))));
    find("#older").hidden = log.childElementCount < PAGE;
    const typists = [...this.#typists.keys()].map((id) => this.#users.name(id));
    find("#typing").textContent = typists.length === 0 ? "" : `${typists.join(", ")} ${typists.length === 1 ? "is" : "are"} typing …`;
  }
}
