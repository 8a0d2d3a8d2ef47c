// One publisher and many subscribers. Prints a line of JSON when all have subscribed and one with the results.
//
// Arguments: URL SUBSCRIBERS RATE SECONDS TRANSPORT [wait]. The rate is in publications per second. With `wait` the
// publisher begins after a line on standard input, which leaves time to read the counters of the server.

import { once } from "node:events";
import { monitorEventLoopDelay } from "node:perf_hooks";

import { channel, sign } from "./application.mjs";
import { Delays } from "./delays.mjs";
import { openSession, openSubscribers, TRANSPORTS } from "./subscriber.mjs";

// How long deliveries may follow the last publication, in milliseconds.
const PATIENCE = 20_000;

// How often publications are made, in milliseconds.
const TICK = 5;

const [url, ...rest] = process.argv.slice(2);
const [subscribers, rate, seconds] = rest.slice(0, 3).map(Number);
const [transport, wait] = rest.slice(3);
if (!(subscribers > 0 && rate > 0 && seconds > 0) || !Object.hasOwn(TRANSPORTS, transport)) {
  console.error(`Arguments: URL SUBSCRIBERS RATE SECONDS ${Object.keys(TRANSPORTS).join("|")} [wait]`);
  process.exit(2);
}

const delays = new Delays();
const expected = new Uint32Array(subscribers);
let [misplaced, lastDelivery] = [0, performance.now()];

await openSubscribers(url, subscribers, transport, channel, (number, { n, sent }) => {
  lastDelivery = performance.now();
  delays.add(lastDelivery - sent);
  // Repeated and overtaken events. A lost one counts as one here as well.
  if (n !== expected[number]) misplaced += 1;
  expected[number] = n + 1;
});
console.log(JSON.stringify({ subscribers }));
if (wait) {
  await once(process.stdin, "data");
  process.stdin.destroy();
}

const token = sign();
let refused = 0;
const publisher = await openSession(url, (reply) => {
  if (reply.successful === false) refused += 1;
});
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
const cpu = process.cpuUsage();
const begun = performance.now();
const planned = rate * seconds;
let published = 0;
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const due = Math.min(planned, Math.floor(((performance.now() - begun) / 1000) * rate));
    for (; published < due; published += 1) {
      const data = { n: published, sent: performance.now(), text: "sixty-four bytes of text, as a short message of a chat has them." };
      publisher.send({ channel, data, id: published.toString(36), clientId: publisher.clientId, ext: { auth: { token } } });
    }
    if (published < planned) return;
    clearInterval(timer);
    resolve();
  }, TICK);
});

const all = published * subscribers;
const end = performance.now() + PATIENCE;
while (delays.count < all && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, TICK));
const elapsed = (lastDelivery - begun) / 1000;
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    published,
    deliveries: delays.count,
    lost: all - delays.count,
    misplaced,
    refused,
    seconds: elapsed,
    deliveries_per_second: delays.count / elapsed,
    p50_ms: delays.quantile(0.5),
    p99_ms: delays.quantile(0.99),
    // If these are large, the load is the bottleneck and not the server.
    load_cpu_seconds: (user + system) / 1_000_000,
    load_loop_p99_ms: loop.percentile(99) / 1_000_000,
  }),
);
process.exit(0);
