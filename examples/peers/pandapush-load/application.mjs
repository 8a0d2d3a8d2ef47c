// The application, its key and the channel of the load, and the token of the publisher.

import { createHmac } from "node:crypto";

const { DEV_APPLICATION_ID = "devapp", DEV_KEY_ID = "devkey", DEV_KEY_SECRET = "devsecret" } = process.env;

export const channel = `/${DEV_APPLICATION_ID}/public/load`;

const hmac = (text) => createHmac("sha256", DEV_KEY_SECRET).update(text).digest("base64url");

// Returns a token for the channel that is valid for a day.
export function sign() {
  const claims = { keyId: DEV_KEY_ID, channel, pub: true, exp: Math.floor(Date.now() / 1000) + 86_400 };
  const parts = [{ alg: "HS256", typ: "JWT" }, claims];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${hmac(signed)}`;
}

// Returns whether a token allows publishing to the channel.
export function allows(token, channel) {
  const [header, claims, signature] = String(token).split(".");
  if (signature !== hmac(`${header}.${claims}`)) return false;
  const { exp, pub, channel: covered } = JSON.parse(Buffer.from(claims, "base64url"));
  return pub === true && covered === channel && Date.now() / 1000 < exp;
}
