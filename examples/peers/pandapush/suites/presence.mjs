// Presence: the list for the one who joins, and the events for the others.

import assert from "node:assert/strict";

import { eventually } from "../../eventually.mjs";
import { fresh } from "../channel-names.mjs";
import { keyAndSecret, withToken } from "../credentials.mjs";

const ada = { id: "ada", name: "Ada" };
const ben = { id: "ben", name: "Ben", age: 7 };

// Returns the list in the reply to the latest subscription to the channel.
const list = (device, channel) =>
  device.received.findLast((reply) => reply.channel === "/meta/subscribe" && reply.subscription === channel)?.ext?.presence;

// Subscribes a new device as one member. The queue of the subscription may have the device's own join event.
async function join(place, channel, presence) {
  const device = await place.device();
  const subscription = await device.subscribe(channel, withToken(channel, { presence }));
  const next = async () => {
    for (;;) {
      const event = await subscription.next();
      if (!(event.subscribe && Object.keys(event.subscribe)[0] === String(presence.id))) return event;
    }
  };
  return { device, subscription, next, list: () => list(device, channel) };
}

export async function presence(place, check) {
  await check("the joiner gets the list, the others get the event", async () => {
    const channel = fresh("presence");
    const first = await join(place, channel, ada);
    assert.deepEqual(first.list(), { subscribe: { ada } });
    const second = await join(place, channel, ben);
    assert.deepEqual(second.list(), { subscribe: { ada, ben } });
    assert.deepEqual(await first.next(), { subscribe: { ben } });
    await second.subscription.cancel();
    assert.deepEqual(await first.next(), { unsubscribe: { ben: null } });
    await first.device.disconnect();
    await second.device.disconnect();
  });

  await check("a disconnect is announced", async () => {
    const channel = fresh("presence");
    const [first, second] = [await join(place, channel, ada), await join(place, channel, ben)];
    assert.deepEqual(await first.next(), { subscribe: { ben } });
    await second.device.disconnect();
    assert.deepEqual(await first.next(), { unsubscribe: { ben: null } });
    await first.device.disconnect();
  });

  await check("two connections of one user are announced once", async () => {
    const channel = fresh("presence");
    const first = await join(place, channel, ada);
    const second = await join(place, channel, ben);
    assert.deepEqual(await first.next(), { subscribe: { ben } });
    const newer = { ...ben, name: "Benjamin" };
    const third = await join(place, channel, newer);
    assert.deepEqual(third.list(), { subscribe: { ada, ben: newer } });
    await second.subscription.cancel();
    await eventually(() => second.device.received.some((reply) => reply.channel === "/meta/unsubscribe"), true);
    // Nothing came between: the next event is the marker.
    await third.device.publish(channel, "marker", keyAndSecret);
    assert.equal(await first.next(), "marker");
    await third.device.disconnect();
    assert.deepEqual(await first.next(), { unsubscribe: { ben: null } });
    await first.device.disconnect();
    await second.device.disconnect();
  });

  await check("the token's object replaces the one that the client sends", async () => {
    const channel = fresh("presence");
    const device = await place.device();
    const auth = { ...withToken(channel, { presence: ada }), presence: { id: "eve" } };
    await device.subscribe(channel, auth);
    assert.deepEqual(list(device, channel), { subscribe: { ada } });
    await device.disconnect();
  });

  await check("a numeric id is a text as a name, and stays a number in the object", async () => {
    const channel = fresh("presence");
    const first = await join(place, channel, { id: 17 });
    assert.deepEqual(first.list(), { subscribe: { 17: { id: 17 } } });
    await first.device.disconnect();
  });

  await check("a refused subscription joins nobody", async () => {
    const channel = fresh("presence");
    const device = await place.device();
    await assert.rejects(device.subscribe(channel, withToken(channel, { presence: ben, sub: false })));
    const first = await join(place, channel, ada);
    assert.deepEqual(first.list(), { subscribe: { ada } });
    await first.device.disconnect();
    await device.disconnect();
  });

  await check("presence events have a channel and data only", async () => {
    const channel = fresh("presence");
    const first = await join(place, channel, ada);
    const second = await join(place, channel, ben);
    assert.deepEqual(await first.next(), { subscribe: { ben } });
    for (const event of first.device.events) assert.deepEqual(Object.keys(event).sort(), ["channel", "data"]);
    await first.device.disconnect();
    await second.device.disconnect();
  });
}

// A page that goes away is announced long before its session would expire.
export async function leavingPages(place, check) {
  await check("a page that goes away leaves at once", async () => {
    const channel = fresh("presence");
    const first = await join(place, channel, ada);
    const second = await join(place, channel, ben);
    assert.deepEqual(await first.next(), { subscribe: { ben } });
    await second.device.page.goto("about:blank");
    assert.deepEqual(await first.next(), { unsubscribe: { ben: null } });
    await first.device.disconnect();
  });
}
