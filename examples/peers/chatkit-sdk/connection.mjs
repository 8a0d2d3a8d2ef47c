// Connects the server SDK to the server under test.

import url from "node:url";

import chatkitServer from "@pusher/chatkit-server";

import { observed } from "./coverage.mjs";
import { plain, settings } from "./settings.mjs";

const Chatkit = chatkitServer.default;

if (plain) {
  // The SDK has `https` written in, but asks this function of node for each address.
  const format = url.format;
  url.format = (parts, ...others) =>
    format(parts.hostname === settings.host ? { ...parts, protocol: "http" } : parts, ...others);
}

// A new SDK. The SDK keeps the headers of its calls for ever, so only the first calls of a new one come without a
// content type.
export const connect = () => observed("Chatkit", new Chatkit(settings));

// A token of a user, as an application hands it out: without any special rights.
export const tokenOf = (sdk, userId) => sdk.authenticate({ userId }).body.access_token;

// A request as that user.
export const requestAs = (sdk, userId, method, path, body) =>
  sdk.apiRequest({ method, path, body, jwt: tokenOf(sdk, userId) });
