// What the client SDK expects of a browser. It has to be imported before the SDK.

import WebSocket from "ws";

import { plain } from "./settings.mjs";
import { XMLHttpRequest } from "./xml-http-request.mjs";

globalThis.window = globalThis;
globalThis.navigator ??= {};
globalThis.XMLHttpRequest = XMLHttpRequest;
globalThis.WebSocket = class extends WebSocket {
  // The SDK has `wss` written in.
  constructor(address) {
    super(plain ? address.replace(/^wss:/, "ws:") : address);
  }
};
