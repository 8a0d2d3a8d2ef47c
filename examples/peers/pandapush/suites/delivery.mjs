// Order, sizes and characters of what is delivered.

import assert from "node:assert/strict";

import { fresh } from "../channel-names.mjs";
import { keyAndSecret } from "../credentials.mjs";
import { publish } from "../rest.mjs";

const BRISK = 500;

const TEXTS = {
  "all planes of Unicode": "ä 語 😀 \u{10ffff} \u0000 \u001f",
  "line separators": "a\u2028b\u2029c",
  "markup": "</script><!-- & ]]>",
  "quotes and escapes": "\" \\ \\u0041 ' \r\n\t",
};

export async function delivery(place, check) {
  const { url, transport } = place;
  const device = await place.device();

  await check(`${BRISK} brisk publications arrive once and in order`, async () => {
    const channel = fresh("public");
    const subscription = await device.subscribe(channel);
    for (let n = 0; n < BRISK; n += 1) await publish(url, channel, { n });
    const received = [];
    for (let n = 0; n < BRISK; n += 1) received.push((await subscription.next()).n);
    assert.deepEqual(received, Array.from({ length: BRISK }, (_, n) => n));
    // A copy of any of them would come before the marker.
    await publish(url, channel, { n: "marker" });
    assert.deepEqual(await subscription.next(), { n: "marker" });
  });

  for (const [name, text] of Object.entries(TEXTS)) {
    await check(`${name} arrive unchanged`, async () => {
      const channel = fresh("public");
      const subscription = await device.subscribe(channel);
      await publish(url, channel, { text });
      await device.publish(channel, { text }, keyAndSecret);
      assert.deepEqual([await subscription.next(), await subscription.next()], [{ text }, { text }]);
    });
  }

  await check("a message of 100 kB arrives", async () => {
    const channel = fresh("public");
    const subscription = await device.subscribe(channel);
    const text = "0123456789".repeat(10_000);
    await publish(url, channel, { text });
    assert.deepEqual(await subscription.next(), { text });
    // An address has no room for it.
    if (transport === "callback-polling") return;
    await device.publish(channel, { text }, keyAndSecret);
    assert.deepEqual(await subscription.next(), { text });
  });

  await device.disconnect();
}
