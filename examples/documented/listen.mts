import * as room from "./room.ts";

const client = room.connect({ baseUrl: "http://127.0.0.1:8080" });

const refused = await room.say(client, { body: { author: "node", text: "" } }).outcome();
if (!refused.ok) console.log(`${refused.error.status}: ${refused.error.description}`);

for await (const { content } of room.listen(client)) {
  console.log(`${content.author}: ${content.text}`);
}
