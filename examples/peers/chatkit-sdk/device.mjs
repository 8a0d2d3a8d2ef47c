// Devices of users: each is the client SDK with a socket of its own.

import "./browser.mjs";

import chatkitClient from "@pusher/chatkit-client";
import platform from "@pusher/platform";

import { tokenOf } from "./connection.mjs";
import { observed } from "./coverage.mjs";
import { plain, settings } from "./settings.mjs";
import { Heard } from "./waiting.mjs";

export const { ChatManager, TokenProvider } = chatkitClient;

export const CONNECTION_HOOKS = [
  "onAddedToRoom",
  "onNewReadCursor",
  "onPresenceChanged",
  "onRemovedFromRoom",
  "onRoomDeleted",
  "onRoomUpdated",
  "onUserJoinedRoom",
  "onUserLeftRoom",
  "onUserStartedTyping",
  "onUserStoppedTyping",
];
export const ROOM_HOOKS = [
  "onMessage",
  "onMessageDeleted",
  "onNewReadCursor",
  "onPresenceChanged",
  "onUserJoined",
  "onUserLeft",
  "onUserStartedTyping",
  "onUserStoppedTyping",
];

const QUIET = Object.fromEntries(["verbose", "debug", "info", "warn", "error"].map((level) => [level, () => {}]));
const LOUD = { ...QUIET, warn: console.log, error: console.log };
const logger = process.env.CHATKIT_LOG ? LOUD : QUIET;

// The SDK would make one for the vendor's host.
const newClient = () =>
  new platform.BaseClient({
    host: `${settings.host}:${settings.port}`,
    encrypted: !plain,
    logger,
    sdkProduct: "chatkit",
    sdkVersion: "1.14.1",
  });

// One device of one user. `heard` holds what its connection's hooks were told.
export class Device {
  heard = new Heard();

  constructor(userId, tokenProvider, { baseClient = newClient(), ...options }) {
    const { instanceLocator } = settings;
    this.client = baseClient;
    const given = { instanceLocator, userId, tokenProvider, logger, baseClient, ...options };
    this.manager = observed("ChatManager", new ChatManager(given));
  }

  // Connects, with every hook there is.
  async connect() {
    const hooks = this.heard.hooks("the hooks of a connection", CONNECTION_HOOKS);
    this.user = observed("CurrentUser", await this.manager.connect(hooks));
    return this.user;
  }

  // Subscribes to a room with every hook there is, and gives what they are told. Deletions are known to the newer form
  // only.
  async follow(roomId, { older = false, messageLimit, except = [] } = {}) {
    const heard = new Heard();
    const unknown = older ? ["onMessageDeleted", ...except] : except;
    const names = ROOM_HOOKS.filter((name) => !unknown.includes(name));
    const subscribe = older ? this.user.subscribeToRoom : this.user.subscribeToRoomMultipart;
    heard.room = await subscribe({ roomId, messageLimit, hooks: heard.hooks("the hooks of a room", names) });
    return heard;
  }

  // The room as this device knows it now.
  room(roomId) {
    return this.user.rooms.find((room) => room.id === roomId);
  }

  // Loses the connection without a word; the SDK makes another and comes back.
  lose() {
    this.client.websocketTransport.socket.terminate();
  }

  // Loses the connection and stays away until the given function, or forever.
  leave() {
    const transport = this.client.websocketTransport;
    const connect = transport.connect.bind(transport);
    // The SDK would connect again at once.
    transport.connect = () => {};
    transport.socket.terminate();
    return () => {
      transport.connect = connect;
      connect();
    };
  }
}

// The devices of one suite.
export class Devices {
  #all = [];
  #sdk;

  constructor(sdk) {
    this.#sdk = sdk;
  }

  // A device that is not connected yet. Its tokens come straight from the server SDK.
  make(userId, options = {}) {
    const { tokenProvider = this.tokens(userId), ...others } = options;
    const device = new Device(userId, tokenProvider, others);
    this.#all.push(device);
    return device;
  }

  // A device that is connected.
  async connect(userId, options) {
    const device = this.make(userId, options);
    await device.connect();
    return device;
  }

  // A token provider of one's own, as applications may write one.
  tokens(userId) {
    return { fetchToken: () => Promise.resolve(tokenOf(this.#sdk, userId)) };
  }

  // Ends them all.
  close() {
    for (const device of this.#all) {
      device.manager.disconnect();
      device.leave();
    }
  }
}
