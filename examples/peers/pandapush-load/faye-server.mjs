// The published Faye server with its engine in memory, which checks the token of each publication as Pandapush does.
// Argument: the port, by default a free one. Prints `listening on http://ADDRESS`.

import { createServer } from "node:http";

import faye from "faye";

import { allows } from "./application.mjs";

const bayeux = new faye.NodeAdapter({ mount: "/push", timeout: 30 });
bayeux.addExtension({
  incoming(message, callback) {
    const token = message.ext?.auth?.token;
    if (!message.channel.startsWith("/meta/") && !allows(token, message.channel)) message.error = "Invalid token provided";
    // Credentials do not reach subscribers.
    delete message.ext;
    callback(message);
  },
});
const server = createServer();
bayeux.attach(server);
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
