// Connects the server SDK to the server under test.

import url from "node:url";

import chatkitServer from "@pusher/chatkit-server";

import { observed } from "./coverage.mjs";
import { plain, settings } from "./settings.mjs";

const Chatkit = chatkitServer.default;

if (plain) {
  // The SDK always uses `https`, but formats each address with this function of Node.
  const format = url.format;
  url.format = (parts, ...others) =>
    format(parts.hostname === settings.host ? { ...parts, protocol: "http" } : parts, ...others);
}

// Returns a new SDK. An SDK keeps header fields of earlier calls, so only the first calls of a new one lack a content
// type.
export const connect = () => observed("Chatkit", new Chatkit(settings));

// Returns an access token of a user, as an application's token endpoint issues it.
export const tokenOf = (sdk, userId) => sdk.authenticate({ userId }).body.access_token;

// Sends a request with a token of the user.
export const requestAs = (sdk, userId, method, path, body) =>
  sdk.apiRequest({ method, path, body, jwt: tokenOf(sdk, userId) });
