// Patterns: which publications they cover, and one copy for each client.

import assert from "node:assert/strict";

import { fresh } from "../channel-names.mjs";
import { withToken } from "../credentials.mjs";
import { publish } from "../rest.mjs";

const PATTERNS = ["", "/*", "/**", "/foo/*"];

// The suffix of the channel, and whether each pattern covers it.
const TABLE = [
  ["", [true, false, false, false]],
  ["/foo", [false, true, true, false]],
  ["/foo/bar", [false, false, true, true]],
  ["/foo/bar/baz", [false, false, true, false]],
  ["x", [false, false, false, false]],
  ["x/foo", [false, false, false, false]],
];

export async function patterns(place, check) {
  const { url } = place;
  const device = await place.device();
  const base = fresh("public");
  const subscribe = (pattern) => device.subscribe(base + pattern, undefined, "withChannel");
  const subscriptions = await Promise.all(PATTERNS.map(subscribe));

  for (const [suffix, expected] of TABLE) {
    const covering = PATTERNS.filter((_, n) => expected[n]).map((pattern) => `u${pattern}`).join(", ") || "nothing";
    await check(`a publication to u${suffix} is covered by ${covering}`, async () => {
      const channel = base + suffix;
      await publish(url, channel, { channel });
      for (const [n, isCovered] of expected.entries()) {
        if (!isCovered) continue;
        assert.deepEqual(await subscriptions[n].nextEvent(), { channel, data: { channel } });
      }
    });
  }

  await check("a client that is covered several times gets one copy", async () => {
    const channel = `${base}/foo/end`;
    await publish(url, channel, {});
    for (const n of [2, 3]) assert.equal((await subscriptions[n].nextEvent()).channel, channel);
    const covered = TABLE.filter(([, expected]) => expected.includes(true)).map(([suffix]) => base + suffix);
    assert.deepEqual(device.events.map((event) => event.channel), [...covered, channel]);
  });

  await check("a token of a pattern allows the channels that it covers", async () => {
    const base = fresh("private");
    const auth = withToken(`${base}/*`);
    const subscription = await device.subscribe(`${base}/*`, auth, "withChannel");
    await device.subscribe(`${base}/a`, auth);
    await assert.rejects(device.subscribe(base, auth), { message: "Token does not match channel" });
    await assert.rejects(device.subscribe(`${base}/a/b`, auth), { message: "Token does not match channel" });
    await assert.rejects(device.subscribe(`${base}/**`, auth), { message: "Token does not match channel" });
    await publish(url, `${base}/a`, { a: 1 });
    assert.deepEqual(await subscription.nextEvent(), { channel: `${base}/a`, data: { a: 1 } });
  });
  await device.disconnect();
}
