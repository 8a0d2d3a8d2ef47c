// The exact text of every refusal.

import assert from "node:assert/strict";

import { fresh } from "../channel-names.mjs";
import { keyAndSecret, token, withToken } from "../credentials.mjs";
import { settings } from "../settings.mjs";

const PAST = 1_000_000_000;
const FUTURE = 4_000_000_000;

const other = (channel) => `${channel}-other`;
const unsigned = (channel) => ({ token: token(channel).replace(/[^.]+$/, "") });

// What is wrong with the credentials, the text of the refusal, and the credentials for a channel.
const BOTH = [
  ["none", "No auth supplied", () => undefined],
  ["an undecodable token", "Invalid token", () => ({ token: "no token" })],
  ["a token without keyId", "Invalid token", (channel) => withToken(channel, { keyId: undefined })],
  ["neither token nor key", "Auth information does not include token or key", () => ({ other: 1 })],
  ["an unknown key", "Could not find key", () => ({ key: "nokey", secret: settings.secret })],
  ["a token of an unknown key", "Could not find key", (channel) => withToken(channel, { keyId: "nokey" })],
  ["a wrong secret", "Invalid secret", () => ({ key: settings.key, secret: "wrong" })],
  ["a wrong signature", "Invalid token provided", (channel) => withToken(channel, {}, { secret: "wrong" })],
  ["no signature", "Invalid token provided", unsigned],
  ["an expired token", "Invalid token provided", (channel) => withToken(channel, { exp: PAST })],
  ["a token of the future", "Invalid token provided", (channel) => withToken(channel, { nbf: FUTURE })],
  ["a token of another channel", "Token does not match channel", (channel) => withToken(other(channel))],
];

const SUBSCRIBING = [
  ...BOTH,
  ["a token without sub", "Token does not allow subscribing", (channel) => withToken(channel, { sub: undefined })],
  ["a token with sub 1", "Token does not allow subscribing", (channel) => withToken(channel, { sub: 1 })],
  ['a token with sub "true"', "Token does not allow subscribing", (channel) => withToken(channel, { sub: "true" })],
];

const PUBLISHING = [
  ...BOTH,
  ["a token without pub", "Token does not allow publishing", (channel) => withToken(channel, { pub: undefined })],
  ["a token with pub 1", "Token does not allow publishing", (channel) => withToken(channel, { pub: 1 })],
];

const NAMES = ["/nosuch", "/devapp/other/x", "/**", "/*", "/devapp/*", "/devapp/**", "/meta/subscribe"];

export async function refusals(place, check) {
  const device = await place.device();

  for (const [name, message, auth] of SUBSCRIBING) {
    await check(`subscribing with ${name}: ${message}`, async () => {
      const channel = fresh("private");
      await assert.rejects(device.subscribe(channel, auth(channel)), { code: null, params: [], message });
    });
  }
  for (const [name, message, auth] of PUBLISHING) {
    await check(`publishing with ${name}: ${message}`, async () => {
      const channel = fresh("private");
      await assert.rejects(device.publish(channel, {}, auth(channel)), { code: null, params: [], message });
    });
  }
  for (const name of NAMES) {
    await check(`subscribing to ${name}: Invalid channel name`, () =>
      assert.rejects(device.subscribe(name, keyAndSecret), { code: null, params: [], message: "Invalid channel name" }),
    );
  }
  for (const suffix of ["/a b", "/a.b", "//a", "/a/"]) {
    await check(`the grammar refuses a name that ends in ${suffix}`, async () => {
      const channel = `/${settings.app}/public${suffix}`;
      const refusal = { code: 405, params: [channel], message: "Invalid channel" };
      await assert.rejects(device.subscribe(channel), refusal);
      await assert.rejects(device.publish(channel, {}, keyAndSecret), refusal);
    });
  }
  await check("the grammar refuses letters outside of ASCII", async () => {
    // Faye's client does not recognize the form of this error and reports its whole text.
    await assert.rejects(device.subscribe(`/${settings.app}/public/ä`), { message: /Invalid channel$/ });
  });
  await check("publishing to a pattern is refused", async () => {
    const channel = `/${settings.app}/public/*`;
    await assert.rejects(device.publish(channel, {}, keyAndSecret), { code: 405, message: "Invalid channel" });
  });
  await check("presence without an id is refused", async () => {
    const message = "No presence id specified in presence subscription";
    for (const presence of [undefined, {}, { id: "" }, { id: 0 }]) {
      const channel = fresh("presence");
      await assert.rejects(device.subscribe(channel, withToken(channel, { presence })), { code: null, message });
    }
    await assert.rejects(device.subscribe(fresh("presence"), keyAndSecret), { code: null, message });
  });
  await check("tokens of the three algorithms are accepted", async () => {
    for (const alg of ["HS256", "HS384", "HS512"]) {
      const channel = fresh("private");
      await device.subscribe(channel, withToken(channel, {}, { alg }));
    }
  });
  await device.disconnect();
}
