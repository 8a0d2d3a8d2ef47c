// Subscribing and publishing, by every way that credentials can travel.

import assert from "node:assert/strict";

import { eventually } from "../../eventually.mjs";
import { fresh } from "../channel-names.mjs";
import { basic, keyAndSecret, token, withToken } from "../credentials.mjs";
import { post, publish } from "../rest.mjs";

export async function publishing(place, check) {
  const { url } = place;
  const device = await place.device();

  await check("a client handshakes, subscribes and connects by this transport", async () => {
    const channel = fresh("public");
    const subscription = await device.subscribe(channel);
    // The first connect of the Faye client may precede its WebSocket. An event makes it send the next one.
    await publish(url, channel, { n: 1 });
    assert.deepEqual(await subscription.next(), { n: 1 });
    await eventually(() => device.connectionType, place.transport);
    assert.equal(await device.states.take(), "transport:up");
  });

  const ways = {
    "key and secret": {},
    "a token in the query": { authorization: null, query: (channel) => `?token=${token(channel)}` },
    "a token in the field Authorization": { authorization: (channel) => `Token ${token(channel)}` },
  };
  for (const kind of ["public", "private"]) {
    for (const [name, way] of Object.entries(ways)) {
      await check(`REST with ${name} reaches a ${kind} subscriber`, async () => {
        const channel = fresh(kind);
        const credentials = Object.entries(way).map(([field, of]) => [field, of === null ? null : of(channel)]);
        const subscription = await device.subscribe(channel, withToken(channel));
        await publish(url, channel, { by: name }, Object.fromEntries(credentials));
        assert.deepEqual(await subscription.next(), { by: name });
      });
    }
    for (const [name, auth] of [["key and secret", () => keyAndSecret], ["a token", withToken]]) {
      await check(`Bayeux with ${name} reaches a ${kind} subscriber`, async () => {
        const channel = fresh(kind);
        const [subscriber, publisher] = await Promise.all([place.device(), place.device()]);
        const subscription = await subscriber.subscribe(channel, auth(channel));
        await publisher.publish(channel, { by: name }, auth(channel));
        assert.deepEqual(await subscription.next(), { by: name });
        await Promise.all([subscriber.disconnect(), publisher.disconnect()]);
      });
    }
  }

  await check("a public channel needs no credentials and ignores bad ones", async () => {
    const channel = fresh("public");
    await device.subscribe(channel);
    await device.subscribe(fresh("public"), { token: "no token" });
  });

  await check("REST explains refused credentials", async () => {
    const channel = fresh("private");
    const { status, body } = await post(url, channel, {}, { authorization: basic("devkey", "wrong") });
    assert.equal(status, 400);
    assert.deepEqual(JSON.parse(body), { code: null, params: [], message: "Invalid secret" });
    assert.deepEqual(await post(url, channel, {}, { authorization: null }), { status: 403, body: "Unauthorized" });
    assert.equal((await post(url, channel.replace("/private/", "/presence/"), {})).status, 404);
  });

  await check("the publisher receives its own event", async () => {
    const channel = fresh("private");
    const subscription = await device.subscribe(channel, withToken(channel));
    await device.publish(channel, "mine", withToken(channel));
    assert.equal(await subscription.next(), "mine");
  });

  await check("every JSON value arrives as it was published", async () => {
    const channel = fresh("public");
    const subscription = await device.subscribe(channel);
    for (const data of [0, -1.5, true, false, "", "text", [], [1, [2]], {}, { a: { b: [null] } }]) {
      await device.publish(channel, data, keyAndSecret);
      assert.deepEqual(await subscription.next(), data);
    }
  });

  await check("a cancelled subscription receives nothing", async () => {
    const [cancelled, kept] = [fresh("public"), fresh("public")];
    const first = await device.subscribe(cancelled);
    const second = await device.subscribe(kept);
    await publish(url, cancelled, { n: 1 });
    assert.deepEqual(await first.next(), { n: 1 });
    await first.cancel();
    const isLeft = (reply) => reply.channel === "/meta/unsubscribe" && reply.subscription === cancelled && reply.successful;
    await eventually(() => device.received.some(isLeft), true);
    await publish(url, cancelled, { n: 2 });
    await publish(url, kept, { n: 3 });
    assert.deepEqual(await second.next(), { n: 3 });
    assert.deepEqual(device.events.filter((event) => event.channel === cancelled).map((event) => event.data), [{ n: 1 }]);
  });

  await check("events have a channel and data only", async () => {
    const channel = fresh("private");
    const [subscriber, publisher] = await Promise.all([place.device(), place.device()]);
    const subscription = await subscriber.subscribe(channel, withToken(channel));
    await publisher.publish(channel, { a: 1 }, withToken(channel));
    await subscription.next();
    await publish(url, channel, { a: 2 });
    await subscription.next();
    assert.deepEqual(subscriber.events, [{ channel, data: { a: 1 } }, { channel, data: { a: 2 } }]);
    await Promise.all([subscriber.disconnect(), publisher.disconnect()]);
  });

  await check("many subscriptions and publications of one turn all succeed", async () => {
    const channels = Array.from({ length: 40 }, () => fresh("private"));
    const subscriptions = await Promise.all(channels.map((channel) => device.subscribe(channel, withToken(channel))));
    await Promise.all(channels.map((channel, n) => device.publish(channel, { n }, withToken(channel))));
    const received = await Promise.all(subscriptions.map((subscription) => subscription.next()));
    assert.deepEqual(received, channels.map((_, n) => ({ n })));
  });

  await device.disconnect();
}
