// Keys and signed tokens of the application, and of others.

import { createHmac } from "node:crypto";

import { settings } from "./settings.mjs";

export const keyAndSecret = { key: settings.key, secret: settings.secret };

// Signs a token with HMAC. `claims` replace those of a valid token for the channel.
export function token(channel, claims = {}, { secret = settings.secret, alg = "HS256" } = {}) {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const all = { keyId: settings.key, channel, pub: true, sub: true, exp, ...claims };
  const signed = [{ alg, typ: "JWT" }, all].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const signature = createHmac(`sha${alg.slice(2)}`, secret).update(signed).digest("base64url");
  return `${signed}.${signature}`;
}

// Returns what the extension `auth` of a message holds.
export const withToken = (...values) => ({ token: token(...values) });

export const basic = (key = settings.key, secret = settings.secret) =>
  `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`;
