// Browser globals for the client SDK. Import this module before the SDK.

import WebSocket from "ws";

import { plain } from "./settings.mjs";
import { XMLHttpRequest } from "./xml-http-request.mjs";

globalThis.window = globalThis;
globalThis.navigator ??= {};
globalThis.XMLHttpRequest = XMLHttpRequest;
globalThis.WebSocket = class extends WebSocket {
  // The SDK always uses `wss`.
  constructor(address) {
    super(plain ? address.replace(/^wss:/, "ws:") : address);
  }
};
