// A room of Chatkit in a page, by the client that `chatkit typescript` prints as `chatkit.ts`.
//
// The address names what is shown: room.html#server=http://127.0.0.1:9100&instance=ID&user=alice&room=lobby
// The server runs with `--test-tokens`, so that it issues a token for any user. A real page asks its own server.

import {
  ApiError,
  chatkitFollowRoom,
  chatkitSendMessage,
  chatkitStartTyping,
  chatkitTokenProviderTestToken,
  connect,
} from "./chatkit.ts";
import type { ChatkitError, Message, UnknownError } from "./chatkit.ts";

const address = new URLSearchParams(location.hash.slice(1));
const { server, instance, user, room } = {
  server: address.get("server") ?? location.origin,
  instance: address.get("instance") ?? "",
  user: address.get("user") ?? "",
  room: address.get("room") ?? "",
};

const anybody = connect({ baseUrl: server, bind: { instance } });

// The token is fetched once for all requests that wait for it, and again before it expires.
const client = connect({
  baseUrl: server,
  bind: { instance },
  token: async () => {
    const issued = await chatkitTokenProviderTestToken(anybody, { who: { user_id: user }, body: new Blob() });
    return { token: issued.access_token, expiresIn: Number(issued.expires_in) };
  },
});

/** Says what is wrong. The compiler knows all kinds that the API declares. */
function explain(error: ChatkitError | UnknownError): string {
  switch (error.kind) {
    case "services/chatkit/not_found/user_not_found":
      return `there is no user ${user}`;
    case "services/chatkit/not_found/room_not_found":
      return `there is no room ${room}`;
    default:
      return error.description ?? `the server answered ${error.status}`;
  }
}

const element = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
const [list, state, form, text] = [
  element("messages"),
  element("state"),
  element<HTMLFormElement>("form"),
  element<HTMLInputElement>("text"),
];
element("title").textContent = `${room}, as ${user}`;

/** Shows a message in its order. Ids grow, and are integers beyond 2^53. */
function show(message: Message): void {
  const line = document.createElement("li");
  line.dataset["id"] = String(message.id);
  const sender = document.createElement("b");
  sender.textContent = message.user_id;
  const words = message.parts.map((part) => ("content" in part ? part.content : part.type)).join(" ");
  line.append(sender, words);
  const later = [...list.children].find((other) => BigInt((other as HTMLElement).dataset["id"] ?? 0) > message.id);
  list.insertBefore(line, later ?? null);
}

/** Shows a state until the next one, or for a time in milliseconds. */
let pause: ReturnType<typeof setTimeout> | undefined;
function say(words: string, time?: number): void {
  clearTimeout(pause);
  state.textContent = words;
  if (time !== undefined) pause = setTimeout(() => (state.textContent = ""), time);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = text.value;
  text.value = "";
  const message = { parts: [{ type: "text/plain", content: words }] };
  const sent = await chatkitSendMessage(client, { room, body: message }).outcome();
  if (sent.ok) return;
  text.value = words;
  say(explain(sent.error));
});

let typed = 0;
text.addEventListener("input", () => {
  if (Date.now() - typed < 1_000) return;
  typed = Date.now();
  // A page that cannot say that somebody types says nothing.
  chatkitStartTyping(client, { room }).catch(() => {});
});

// A connection that is lost is opened again after the last event that was received, so no message is missing or twice.
const events = chatkitFollowRoom(client, { room, start: { message_limit: 20 } }, {
  onReconnect: () => say("connected again", 2_000),
});
try {
  say("");
  for await (const { content } of events) {
    if (content.event_name === "new_message") show(content.data);
    else if (content.event_name === "message_deleted") {
      list.querySelector(`[data-id="${content.data.message_id}"]`)?.remove();
    } else if (content.data.user_id !== user) say(`${content.data.user_id} is typing`, 2_000);
  }
  const ended = await events.ended;
  say(ended.ok ? "the server closed the room" : explain(ended.error));
} catch (failure) {
  // An error of the API when the room is opened, otherwise what prevented that.
  if (failure instanceof ApiError) say(explain(failure.error as ChatkitError | UnknownError));
  else say(failure instanceof Error ? failure.message : String(failure));
}
