// Subscribers that speak the protocol directly. A client library would use more time than the server under load.

import { Client } from "undici";
import WebSocket from "ws";

const HANDSHAKE = { channel: "/meta/handshake", version: "1.0" };

// Connections that are opened at the same time.
const OPENING = 50;

export const TRANSPORTS = { websocket: subscribeByWebSocket, "long-polling": subscribeByPolling };

// Opens `count` subscribers. `received(number, data)` is called for each event. Returns functions that close them.
export async function openSubscribers(url, count, transport, channel, received) {
  const opened = [];
  let next = 0;
  const open = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      opened.push(await TRANSPORTS[transport](url, channel, (data) => received(number, data)));
    }
  };
  await Promise.all(Array.from({ length: OPENING }, open));
  return opened;
}

// Opens a WebSocket and a session on it. Calls `received` for each message except those of the session.
export async function openSession(url, received) {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/push`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  const send = (message) => socket.send(JSON.stringify([message]));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const clientId = await new Promise((resolve) => {
    socket.on("message", (text) => {
      for (const message of JSON.parse(text)) {
        if (message.channel === HANDSHAKE.channel) resolve(message.clientId);
        else received(message);
      }
    });
    send({ ...HANDSHAKE, supportedConnectionTypes: ["websocket"] });
  });
  return { clientId, send, close: () => socket.terminate() };
}

async function subscribeByWebSocket(url, channel, received) {
  let session;
  let accepted;
  const isAccepted = new Promise((resolve, reject) => {
    accepted = (reply) => (reply.successful ? resolve() : reject(new Error(reply.error)));
  });
  const connect = () =>
    session.send({ channel: "/meta/connect", clientId: session.clientId, connectionType: "websocket" });
  session = await openSession(url, (message) => {
    if (message.data !== undefined) received(message.data);
    else if (message.channel === "/meta/connect") connect();
    else if (message.channel === "/meta/subscribe") accepted(message);
  });
  // The reply to the subscription comes after the server has read the connect.
  connect();
  session.send({ channel: "/meta/subscribe", clientId: session.clientId, subscription: channel });
  await isAccepted;
  return session.close;
}

async function subscribeByPolling(url, channel, received) {
  const client = new Client(url, { pipelining: 1, bodyTimeout: 0, headersTimeout: 0 });
  const send = async (message) => {
    const { body } = await client.request({
      method: "POST",
      path: "/push",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([message]),
    });
    return body.json();
  };
  const [{ clientId }] = await send({ ...HANDSHAKE, supportedConnectionTypes: ["long-polling"] });
  const [reply] = await send({ channel: "/meta/subscribe", clientId, subscription: channel });
  if (!reply.successful) throw new Error(reply.error);
  let isClosed = false;
  const poll = async () => {
    while (!isClosed) {
      const messages = await send({ channel: "/meta/connect", clientId, connectionType: "long-polling" });
      for (const message of messages) if (message.data !== undefined) received(message.data);
    }
  };
  poll().catch((error) => {
    // A poll under way fails when its connection is closed.
    if (!isClosed) throw error;
  });
  return () => {
    isClosed = true;
    client.destroy();
  };
}
