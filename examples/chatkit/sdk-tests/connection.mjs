// Connects the SDK to the server under test, which the environment names.

import chatkitServer from "@pusher/chatkit-server";

const Chatkit = chatkitServer.default;

const settings = {
  host: required("CHATKIT_HOST"),
  port: required("CHATKIT_PORT"),
  instanceLocator: required("CHATKIT_INSTANCE"),
  key: required("CHATKIT_KEY"),
};

// A new SDK. The SDK keeps the headers of its calls for ever, so only the first calls of a new one come without a
// content type.
export const connect = () => new Chatkit(settings);

// A token of a user, as an application hands it out: without any special rights.
export const tokenOf = (sdk, userId) => sdk.authenticate({ userId }).body.access_token;

// A request as that user.
export const requestAs = (sdk, userId, method, path, body) =>
  sdk.apiRequest({ method, path, body, jwt: tokenOf(sdk, userId) });

function required(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set; needed are CHATKIT_HOST, CHATKIT_PORT, CHATKIT_INSTANCE, CHATKIT_KEY, and`);
    console.error("NODE_EXTRA_CA_CERTS for a server with a certificate of its own");
    process.exit(2);
  }
  return value;
}
