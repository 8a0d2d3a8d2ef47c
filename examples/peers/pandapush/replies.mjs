// Waiting for replies of the server to what a client sends by itself.

import { inTime } from "../in-time.mjs";

// Faye notices a lost stream of events at its next connect, after up to 30 s, and handshakes another 30 s later.
const LIMIT = 90_000;
const PAUSE = 20;

// The limit of a check that waits for a client to come back, in milliseconds.
export const COMING_BACK = 120_000;

// Waits until the channel was accepted that often.
export function accepted(device, channel, times) {
  const isReply = (reply) => reply.channel === "/meta/subscribe" && reply.subscription === channel && reply.successful;
  const read = async () => {
    while (device.received.filter(isReply).length < times) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  };
  return inTime(read(), `subscription ${times} to ${channel}`, LIMIT);
}
