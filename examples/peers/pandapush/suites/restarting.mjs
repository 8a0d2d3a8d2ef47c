// A server that ends as in a crash: clients come back by themselves.

import assert from "node:assert/strict";

import { eventually } from "../../eventually.mjs";
import { fresh } from "../channel-names.mjs";
import { withToken } from "../credentials.mjs";
import { accepted, COMING_BACK } from "../replies.mjs";
import { publish } from "../rest.mjs";

export async function restarting(place, check) {
  const { server, url } = place;

  const comesBack = async () => {
    const device = await place.device();
    const [open, closed] = [fresh("public"), fresh("private")];
    const subscriptions = [await device.subscribe(open), await device.subscribe(closed, withToken(closed))];
    // The first connect of the Faye client may precede its WebSocket. An event makes it send the next one.
    await publish(url, open, { n: "first" });
    assert.deepEqual(await subscriptions[0].next(), { n: "first" });
    await eventually(() => device.connectionType, place.transport);
    const handshakes = () => device.received.filter((reply) => reply.channel === "/meta/handshake" && reply.successful).length;
    assert.equal(handshakes(), 1);
    // The extension attaches this one from now on.
    const fresher = withToken(closed, { fresh: true });
    await device.setAuth(closed, fresher);
    await server.kill();
    await server.restart();
    for (const channel of [open, closed]) await accepted(device, channel, 2);
    assert.equal(handshakes(), 2);
    const isSubscription = (message) => message.channel === "/meta/subscribe" && message.subscription === closed;
    assert.deepEqual(device.sent.findLast(isSubscription).ext.auth, fresher);
    for (const [n, channel] of [open, closed].entries()) {
      await publish(url, channel, { n });
      assert.deepEqual(await subscriptions[n].next(), { n });
    }
    await device.disconnect();
  };
  await check("a client subscribes again after the server was killed", comesBack, COMING_BACK);
}
