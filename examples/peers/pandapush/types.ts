// Compiles against the types of the Pandapush client. It is not run.

import Pandapush = require("../../pandapush/src/web/client/client");
import * as imported from "../../pandapush/src/web/client/client.mjs";

interface Line {
  text: string;
}

const client = new Pandapush.Client("https://host/push", {
  timeout: 30,
  retry: 1,
  endpoints: { websocket: "wss://other/push" },
  headers: { Authorization: "x" },
});

const subscription: Pandapush.Subscription<Line> = client.subscribeTo<Line>(
  "/app/private/room",
  () => "token",
  (message, channel) => console.log(message.text.length, channel.length),
);
subscription.errback((error) => console.log(error.code === null, error.params.join(), error.message));
subscription.withChannel((channel, line) => console.log(channel, line.text)).cancel();

client.subscribeTo("/app/presence/room", "token", (presence: Pandapush.Presence) => {
  for (const id of Object.keys(presence.subscribe ?? {})) console.log(presence.subscribe?.[id]?.id);
});
client.subscribeTo("/app/public/room", null, () => {});

async function publish(): Promise<void> {
  await client.publishTo("/app/private/room", "token", { text: "hello" });
  await client.publish("/app/private/room", [1, 2], { attempts: 3, deadline: 10 });
  await client.subscribe("/app/public/*");
  await client.disconnect();
}

client.subscribe(["/app/public/a", "/app/public/b"]).forEach((each) => each.cancel());
client.on("transport:down", () => publish().catch(() => {}));
client.on("subscription:refused", (channel, error) => console.log(channel, error.message));
client.addExtension({
  outgoing(message, callback) {
    message.ext = { ...message.ext, auth: { token: "token" } };
    callback(message);
  },
});
client.disable("websocket");
client.disable("autodisconnect");

const same: typeof Pandapush.Client = imported.default.Client;
new same("/push").disconnect();
new imported.Client("/push").disconnect();

// @ts-expect-error A transport of this name does not exist.
client.disable("carrier-pigeon");
// @ts-expect-error A token is not a number.
client.subscribeTo("/app/private/room", 7, () => {});
// @ts-expect-error The event does not exist.
client.on("transport:sideways", () => {});
