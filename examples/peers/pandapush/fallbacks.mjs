// Checks in Chromium how the client of `client.js` chooses transports that are blocked, and how it leaves pages.
//
// Argument: the file with the script that the server serves as `/client.js`.

import assert from "node:assert/strict";
import { createServer } from "node:http";

import { launch } from "../browser.mjs";
import { eventually } from "../eventually.mjs";
import { Report } from "../report.mjs";
import { CannedServer } from "./canned-bayeux.mjs";

const [script] = process.argv.slice(2);
const report = new Report();
const { context, close } = await launch();

const pages = createServer((request, response) => {
  response.setHeader("content-type", "text/html");
  response.end("<!doctype html><title>another origin</title>");
});
await new Promise((resolve) => pages.listen(0, "127.0.0.1", resolve));
const foreign = `http://127.0.0.1:${pages.address().port}/`;

// Runs a check with a server and a page that has a client of it. `prepare` changes the server before.
function check(name, { isForeign = false, prepare = () => {}, disabled = [] }, body) {
  return report.check(name, async () => {
    const server = new CannedServer();
    await server.listen();
    prepare(server);
    const page = await context.newPage();
    try {
      await page.goto(isForeign ? foreign : server.url);
      await page.addScriptTag({ path: script });
      await page.evaluate(
        ([url, disabled]) => {
          globalThis.client = new Pandapush.Client(`${url}/push`, { retry: 0.1 });
          for (const feature of disabled) client.disable(feature);
        },
        [server.url, disabled],
      );
      await body(server, page);
    } finally {
      await page.close();
      server.close();
    }
  });
}

// Subscribes to a channel and waits for an event on it.
async function subscribe(server, page) {
  await page.evaluate(async () => {
    globalThis.events = [];
    await client.subscribe("/a/public/x", (data) => events.push(data));
  });
  await server.release({ channel: "/a/public/x", data: "arrived" });
  await eventually(() => page.evaluate(() => events), ["arrived"]);
}

const connectionTypes = (server) => [...new Set(server.sent("/meta/connect").map((message) => message.connectionType))];

await check("a server without WebSockets is polled", {}, async (server, page) => {
  await subscribe(server, page);
  assert.deepEqual(connectionTypes(server), ["long-polling"]);
});

await check("another origin is reached by CORS alone", { isForeign: true }, async (server, page) => {
  await subscribe(server, page);
  assert.deepEqual(connectionTypes(server), ["cross-origin-long-polling"]);
  // Requests of script elements have no origin.
  assert.ok(server.fields.every((fields) => fields.origin === foreign.slice(0, -1)));
});

const blocked = { isForeign: true, prepare: (server) => (server.allowsOrigins = false) };
await check("another origin that blocks CORS is reached by script elements", blocked, async (server, page) => {
  await subscribe(server, page);
  assert.deepEqual(connectionTypes(server), ["callback-polling"]);
  assert.equal(server.fields.filter((fields) => fields.origin).length, 1);
});

await check("script elements and their functions are removed", blocked, async (server, page) => {
  await subscribe(server, page);
  await page.evaluate(async () => {
    for (let n = 0; n < 20; n += 1) await client.publish("/a/public/x", n);
  });
  const left = () => page.evaluate(() => [document.head.querySelectorAll("script[src]").length, Object.keys(__bayeux).length]);
  // One is the held connect. The other entry is the counter.
  await eventually(left, [1, 2]);
  await page.evaluate(() => client.disconnect());
  await eventually(() => page.evaluate(() => document.head.querySelectorAll("script[src]").length), 0);
});

for (const isForeign of [false, true]) {
  const where = isForeign ? "another origin" : "the same origin";
  await check(`a page of ${where} that goes away ends its session`, { isForeign }, async (server, page) => {
    await subscribe(server, page);
    await page.goto("about:blank");
    assert.equal((await server.next("/meta/disconnect")).clientId, "session1");
  });
}

const kept = { disabled: ["autodisconnect"] };
await check("a page that goes away keeps its session without autodisconnect", kept, async (server, page) => {
  await subscribe(server, page);
  await page.goto(`${server.url}/?message=${encodeURIComponent('[{"channel":"/later"}]')}`);
  await server.next("/later");
  assert.deepEqual(server.sent("/meta/disconnect"), []);
});

await check("a page that comes back from the history begins another session", {}, async (server, page) => {
  await subscribe(server, page);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await eventually(() => server.sent("/meta/subscribe").map((message) => message.clientId), ["session1", "session2"]);
});

await check("the script defines one global", {}, async (server, page) => {
  const added = await page.evaluate(() => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && name !== "client" && !/^\d+$/.test(name));
  });
  assert.deepEqual(added, ["Pandapush"]);
});

await close();
pages.close();
process.exit(report.finish());
