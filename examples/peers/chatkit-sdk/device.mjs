// Devices of users: each is an instance of the client SDK with its own WebSocket.

import "./browser.mjs";

import chatkitClient from "@pusher/chatkit-client";
import platform from "@pusher/platform";

import { tokenOf } from "./connection.mjs";
import { observed } from "./coverage.mjs";
import { plain, settings } from "./settings.mjs";
import { HookCalls } from "./waiting.mjs";

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

// By default the SDK creates a client of the vendor's host.
const newClient = () =>
  new platform.BaseClient({
    host: `${settings.host}:${settings.port}`,
    encrypted: !plain,
    logger,
    sdkProduct: "chatkit",
    sdkVersion: "1.14.1",
  });

// One device of one user. `calls` records the calls of its connection hooks.
export class Device {
  calls = new HookCalls();

  constructor(userId, tokenProvider, { baseClient = newClient(), ...options }) {
    const { instanceLocator } = settings;
    this.client = baseClient;
    const all = { instanceLocator, userId, tokenProvider, logger, baseClient, ...options };
    this.manager = observed("ChatManager", new ChatManager(all));
  }

  // Connects with all connection hooks.
  async connect() {
    const hooks = this.calls.hooks("the hooks of a connection", CONNECTION_HOOKS);
    this.user = observed("CurrentUser", await this.manager.connect(hooks));
    return this.user;
  }

  // Subscribes to a room with all room hooks and returns their calls. The older form has no hook for deletions.
  async follow(roomId, { older = false, messageLimit, except = [] } = {}) {
    const calls = new HookCalls();
    const unknown = older ? ["onMessageDeleted", ...except] : except;
    const names = ROOM_HOOKS.filter((name) => !unknown.includes(name));
    const subscribe = older ? this.user.subscribeToRoom : this.user.subscribeToRoomMultipart;
    calls.room = await subscribe({ roomId, messageLimit, hooks: calls.hooks("the hooks of a room", names) });
    return calls;
  }

  // Returns the room as the device knows it.
  room(roomId) {
    return this.user.rooms.find((room) => room.id === roomId);
  }

  // Breaks the connection without a close frame. The SDK reconnects.
  breakConnection() {
    this.client.websocketTransport.socket.terminate();
  }

  // Breaks the connection and prevents the SDK from reconnecting. Returns a function that reconnects.
  goOffline() {
    const transport = this.client.websocketTransport;
    const connect = transport.connect.bind(transport);
    // Otherwise the SDK reconnects at once.
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

  // Returns a device that is not connected. Its tokens come from the server SDK directly.
  make(userId, options = {}) {
    const { tokenProvider = this.tokens(userId), ...others } = options;
    const device = new Device(userId, tokenProvider, others);
    this.#all.push(device);
    return device;
  }

  // Returns a connected device.
  async connect(userId, options) {
    const device = this.make(userId, options);
    await device.connect();
    return device;
  }

  // Returns a custom token provider, as applications may write one.
  tokens(userId) {
    return { fetchToken: () => Promise.resolve(tokenOf(this.#sdk, userId)) };
  }

  // Disconnects all devices.
  close() {
    for (const device of this.#all) {
      device.manager.disconnect();
      device.goOffline();
    }
  }
}
