// What the Pandapush client adds: tokens of its own, and presence by the callback.

import assert from "node:assert/strict";

import { fresh } from "../channel-names.mjs";
import { token } from "../credentials.mjs";
import { accepted, COMING_BACK } from "../replies.mjs";
import { publish } from "../rest.mjs";

const ada = { id: "ada" };
const ben = { id: "ben" };

export async function tokens(place, check) {
  const { url, server } = place;
  const device = await place.device();

  await check("subscribeTo with a token receives data and channel", async () => {
    const channel = fresh("private");
    const subscription = await device.subscribeTo(channel, token(channel));
    await publish(url, channel, { a: 1 });
    assert.deepEqual(await subscription.nextEvent(), { channel, data: { a: 1 } });
  });

  await check("subscribeTo without a token receives public events", async () => {
    const channel = fresh("public");
    const subscription = await device.subscribeTo(channel, null);
    await publish(url, channel, { a: 1 });
    assert.deepEqual(await subscription.nextEvent(), { channel, data: { a: 1 } });
  });

  await check("subscribeTo rejects with the refusal", async () => {
    const channel = fresh("private");
    await assert.rejects(device.subscribeTo(channel, token("/devapp/private/other")), {
      code: null,
      params: [],
      message: "Token does not match channel",
    });
  });

  await check("publishTo delivers the data without the token", async () => {
    const channel = fresh("private");
    const subscription = await device.subscribeTo(channel, token(channel, { pub: false }));
    for (const data of [{ a: 1 }, [1], "text", 7, false]) {
      await device.publishTo(channel, token(channel, { sub: false }), data);
      assert.deepEqual(await subscription.nextEvent(), { channel, data });
    }
    await assert.rejects(device.publishTo(channel, token(channel, { pub: false }), 1), {
      message: "Token does not allow publishing",
    });
  });

  await check("publish sends the token of the subscription to the same channel", async () => {
    const channel = fresh("private");
    const subscription = await device.subscribeTo(channel, token(channel));
    await device.publish(channel, "plain");
    assert.deepEqual(await subscription.nextEvent(), { channel, data: "plain" });
  });

  await check("the callback gets the list of those present, and then the events", async () => {
    const channel = fresh("presence");
    const first = await device.subscribeTo(channel, token(channel, { presence: ada }));
    // The own join event may come before the list, with the same content.
    assert.deepEqual(await first.nextEvent(), { channel, data: { subscribe: { ada } } });
    const other = await place.device();
    const second = await other.subscribeTo(channel, token(channel, { presence: ben }));
    const seen = [];
    while (seen.at(-1)?.subscribe?.ada === undefined) seen.push(await second.next());
    assert.deepEqual(seen.at(-1), { subscribe: { ada, ben } });
    let event = await first.next();
    if (event.subscribe.ada) event = await first.next();
    assert.deepEqual(event, { subscribe: { ben } });
    await second.cancel();
    assert.deepEqual(await first.next(), { unsubscribe: { ben: null } });
    await other.disconnect();
  });

  const asksAgain = async () => {
    const channel = fresh("private");
    const expired = token(channel, { exp: 1 });
    const [first, second] = [token(channel), token(channel, { fresh: true })];
    const subscription = await device.subscribeTo(channel, first, second, expired);
    await server.kill();
    await server.restart();
    await accepted(device, channel, 2);
    const isSubscription = (message) => message.channel === "/meta/subscribe" && message.subscription === channel;
    assert.equal(device.sent.findLast(isSubscription).ext.auth.token, second);
    await publish(url, channel, { a: 1 });
    assert.deepEqual(await subscription.next(), { a: 1 });
  };
  await check("after a restart each subscription asks for another token", asksAgain, COMING_BACK);
  await device.disconnect();
}
