// Many subscribers without events. Prints a line of JSON when all have subscribed, and ends after a line on standard
// input. Arguments: URL SUBSCRIBERS TRANSPORT.

import { once } from "node:events";

import { channel } from "./application.mjs";
import { openSubscribers, TRANSPORTS } from "./subscriber.mjs";

const [url, count, transport] = process.argv.slice(2);
if (!(Number(count) > 0) || !Object.hasOwn(TRANSPORTS, transport)) {
  console.error(`Arguments: URL SUBSCRIBERS ${Object.keys(TRANSPORTS).join("|")}`);
  process.exit(2);
}
await openSubscribers(url, Number(count), transport, channel, () => {});
console.log(JSON.stringify({ subscribers: Number(count) }));
await once(process.stdin, "data");
process.exit(0);
