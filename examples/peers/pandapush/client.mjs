// Checks the client of `client.js` in Node against canned replies: failures, limits and the programming interface.
//
// Argument: the file with the script that the server serves as `/client.js`.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { resolve } from "node:path";

import { eventually } from "../eventually.mjs";
import { inTime } from "../in-time.mjs";
import { Report } from "../report.mjs";
import { CannedServer } from "./canned-bayeux.mjs";

const require = createRequire(import.meta.url);
const Pandapush = require(resolve(process.argv[2]));
const report = new Report();

// Runs a check with a server and a function that makes clients, and closes them.
function check(name, body) {
  return report.check(name, async () => {
    const server = new CannedServer();
    await server.listen();
    const clients = [];
    const open = (options) => {
      const client = new Pandapush.Client(`${server.url}/push`, { retry: 0.05, ...options });
      clients.push(client);
      return client;
    };
    try {
      await body(server, open);
    } finally {
      for (const client of clients) client.disconnect();
      server.close();
    }
  });
}

const called = (register) => inTime(new Promise(register), "a callback");

await check("a subscription calls back with its context", async (server, open) => {
  const client = open();
  const context = {};
  const events = [];
  const subscription = client.subscribe("/a/public/*", function (data) {
    events.push([this, data]);
  }, context);
  await called((resolve) => subscription.callback(function () {
    assert.equal(this, context);
    resolve();
  }, context));
  const channels = [];
  subscription.withChannel((...values) => channels.push(values));
  await server.release({ channel: "/a/public/x", data: 7 });
  await eventually(() => channels, [["/a/public/x", 7]]);
  assert.deepEqual(events, [[context, 7]]);
  assert.equal(await subscription, undefined);
});

await check("several channels give several subscriptions", async (server, open) => {
  const subscriptions = open().subscribe(["/a/public/x", "/a/public/y"], () => {});
  await Promise.all(subscriptions);
  assert.deepEqual(server.sent("/meta/subscribe").map(({ subscription }) => subscription), ["/a/public/x", "/a/public/y"]);
});

await check("a channel is unsubscribed with its last subscription", async (server, open) => {
  const client = open();
  const [first, second] = client.subscribe(["/a/public/x", "/a/public/x"], () => {});
  await Promise.all([first, second]);
  first.cancel();
  first.cancel();
  await client.publish("/a/public/marker", 1);
  assert.equal(server.sent("/meta/unsubscribe").length, 0);
  second.cancel();
  await server.next("/meta/unsubscribe");
});

await check("errback gets code, params and message", async (server, open) => {
  server.answer = (message) =>
    message.data === 1 ? server.refuse(message, "405:/a/b:Invalid channel") : message.data === 2 ? server.refuse(message, "Expired key") : server.accept(message);
  const client = open();
  const error = (data) => called((resolve) => client.publish("/a/public/x", data).errback(resolve));
  assert.deepEqual({ ...(await error(1)) }, { code: 405, params: ["/a/b"], message: "Invalid channel" });
  assert.deepEqual({ ...(await error(2)) }, { code: null, params: [], message: "Expired key" });
});

await check("extensions change, delay and drop messages until they are removed", async (server, open) => {
  const client = open();
  const hooks = [];
  const extension = {
    added: (to) => hooks.push(["added", to === client]),
    removed: (from) => hooks.push(["removed", from === client]),
    outgoing(message, callback) {
      if (message.data === "drop") return callback(null);
      if (message.data !== undefined) message.ext = { marked: true };
      setImmediate(() => callback(message));
    },
    incoming(message, callback) {
      if (message.data === "in") message.data = "changed";
      callback(message);
    },
  };
  client.addExtension(extension);
  const events = [];
  await client.subscribe("/a/public/x", (data) => events.push(data));
  client.publish("/a/public/x", "drop");
  await client.publish("/a/public/x", "out");
  await server.release({ channel: "/a/public/x", data: "in" });
  await eventually(() => events, ["changed"]);
  client.removeExtension(extension);
  await client.publish("/a/public/x", "plain");
  assert.deepEqual(server.sent("/a/public/x").map(({ data, ext }) => [data, ext]), [["out", { marked: true }], ["plain", undefined]]);
  assert.deepEqual(hooks, [["added", true], ["removed", true]]);
  assert.ok(server.messages.every(({ id }) => id !== undefined));
});

await check("an exception in a callback does not disturb the connection", async (server, open) => {
  const client = open();
  const thrown = [];
  const listener = (error) => thrown.push(error.message);
  process.on("uncaughtException", listener);
  const events = [];
  await client.subscribe("/a/public/x", () => {
    throw new Error("of the program");
  });
  await client.subscribe("/a/public/x", (data) => events.push(data));
  await server.release({ channel: "/a/public/x", data: 1 }, { channel: "/a/public/x", data: 2 });
  await server.release({ channel: "/a/public/x", data: 3 });
  await eventually(() => events, [1, 2, 3]);
  await eventually(() => thrown, Array(3).fill("of the program"));
  process.off("uncaughtException", listener);
});

await check("fields are sent with each request", async (server, open) => {
  const client = open({ headers: { "X-First": "1" } });
  client.setHeader("X-Second", "2");
  await client.publish("/a/public/x", 1);
  for (const fields of server.fields) assert.deepEqual([fields["x-first"], fields["x-second"]], ["1", "2"]);
});

await check("a failed message is sent again, and the states are reported once", async (server, open) => {
  let failures = 0;
  server.answer = (message) => {
    if (message.data !== "again" || failures === 3) return server.accept(message);
    failures += 1;
    return 503;
  };
  const client = open();
  const states = [];
  for (const state of ["transport:up", "transport:down"]) client.on(state, () => states.push(state));
  await client.publish("/a/public/x", "again");
  assert.equal(server.sent("/a/public/x").length, 4);
  assert.equal(new Set(server.sent("/a/public/x").map(({ id }) => id)).size, 1);
  assert.deepEqual(states, ["transport:up", "transport:down", "transport:up"]);
});

await check("attempts limit how often a message is sent", async (server, open) => {
  server.answer = (message) => (message.data === "never" ? 503 : server.accept(message));
  await assert.rejects(Promise.resolve(open().publish("/a/public/x", "never", { attempts: 3 })));
  assert.equal(server.sent("/a/public/x").length, 3);
});

await check("a deadline limits how long a message is sent", async (server, open) => {
  server.answer = (message) => (message.data === "never" ? 503 : server.accept(message));
  await assert.rejects(Promise.resolve(open().publish("/a/public/x", "never", { deadline: 0.2 })));
});

await check("a message without a reply in time is sent again", async (server, open) => {
  let isFirst = true;
  server.answer = (message) => {
    if (message.channel === "/meta/handshake") return { ...server.accept(message), advice: { reconnect: "retry", interval: 0, timeout: 100 } };
    if (message.data === undefined || !isFirst) return server.accept(message);
    isFirst = false;
    return null;
  };
  await open().publish("/a/public/x", "held");
  assert.equal(server.sent("/a/public/x").length, 2);
});

await check("one refused message does not refuse its batch", async (server, open) => {
  server.answer = (message, batch) => (batch.some(({ data }) => data === "large") ? 413 : server.accept(message));
  const client = open();
  await client.publish("/a/public/x", "first");
  const published = ["before", "large", "after"].map((data) => client.publish("/a/public/x", data));
  const [before, large, after] = await inTime(Promise.allSettled(published), "all outcomes");
  assert.deepEqual([before.status, after.status], ["fulfilled", "fulfilled"]);
  assert.equal(server.sent("/a/public/x").filter(({ data }) => data === "large").length, 2);
  assert.equal(large.reason.code, 413);
});

await check("publications over HTTP keep their order", async (server, open) => {
  const client = open();
  const outcomes = [];
  for (let n = 0; n < 300; n += 1) {
    outcomes.push(client.publish("/a/public/x", { n, text: "x".repeat(1000) }));
    // The messages of one turn share a request.
    await new Promise(setImmediate);
  }
  await Promise.all(outcomes);
  assert.equal(server.simultaneous, 1);
  assert.deepEqual(server.sent("/a/public/x").map(({ data }) => data.n), Array.from({ length: 300 }, (_, n) => n));
});

await check("the number of waiting messages is bounded", async (server, open) => {
  server.answer = () => 503;
  const client = open();
  const outcomes = Array.from({ length: 1100 }, (_, n) => client.publish("/a/public/x", n));
  const refused = await inTime(Promise.resolve(outcomes[1000]).catch((error) => error), "the refusal");
  assert.equal(refused.message, "Too many messages wait");
  client.disconnect();
  const ended = await inTime(Promise.allSettled(outcomes.slice(0, 1000)), "the end of the others");
  assert.ok(ended.every(({ reason }) => reason.message === "The client is disconnected"));
});

await check("the number of messages without a reply is bounded", async (server, open) => {
  const client = open();
  await client.publish("/a/public/x", "connected");
  server.answer = () => 503;
  const outcomes = Array.from({ length: 1100 }, (_, n) => client.publish("/a/public/x", n));
  const refused = await inTime(Promise.resolve(outcomes[1050]).catch((error) => error), "the refusal");
  assert.equal(refused.message, "Too many messages wait");
});

await check("advice to handshake renews the session and its subscriptions", async (server, open) => {
  const client = open();
  let tokens = 0;
  await client.subscribeTo("/a/private/x", (channel) => `${channel} ${(tokens += 1)}`, () => {});
  server.answer = (message) =>
    message.clientId === "session1" ? server.refuse(message, "401:session1:Unknown client", { reconnect: "handshake" }) : server.accept(message);
  await server.release();
  await eventually(() => server.sent("/meta/subscribe").map(({ clientId, ext }) => [clientId, ext.auth.token]), [
    ["session1", "/a/private/x 1"],
    ["session2", "/a/private/x 2"],
  ]);
  await eventually(() => server.sent("/meta/connect").at(-1).clientId, "session2");
});

await check("a subscription to a lost session is sent again in a new one", async (server, open) => {
  const client = open();
  await client.subscribe("/a/public/x");
  server.answer = (message) =>
    message.clientId === "session1" ? server.refuse(message, "401:session1:Unknown client") : server.accept(message);
  await client.subscribe("/a/public/y");
  const renewed = server.sent("/meta/subscribe").filter(({ clientId }) => clientId === "session2");
  assert.deepEqual(renewed.map(({ subscription }) => subscription).sort(), ["/a/public/x", "/a/public/y"]);
});

await check("a subscription that is refused in a new session is reported", async (server, open) => {
  const client = open();
  const refusal = called((resolve) => client.on("subscription:refused", (...values) => resolve(values)));
  await client.subscribe("/a/private/x");
  server.answer = (message) => {
    if (message.clientId === "session1") return server.refuse(message, "401:session1:Unknown client", { reconnect: "handshake" });
    return message.channel === "/meta/subscribe" ? server.refuse(message, "Invalid token provided") : server.accept(message);
  };
  await server.release();
  const [channel, error] = await refusal;
  assert.deepEqual([channel, error.message], ["/a/private/x", "Invalid token provided"]);
});

await check("a server that forgets every session is asked less and less often", async (server, open) => {
  server.answer = (message) =>
    message.channel === "/meta/connect"
      ? server.refuse(message, "401:x:Unknown client", { reconnect: "handshake" })
      : server.accept(message);
  const begun = performance.now();
  open({ retry: 0.2 }).connect();
  for (let n = 0; n < 5; n += 1) await server.next("/meta/handshake");
  // The delays after the second handshake are at least 0.1, 0.2 and 0.4 s.
  assert.ok(performance.now() - begun >= 690);
});

await check("advice to give up ends the client", async (server, open) => {
  server.answer = (message) => server.refuse(message, "Rate limited", { reconnect: "none" });
  const client = open();
  await assert.rejects(Promise.resolve(client.publish("/a/public/x", 1)), { message: "The server refuses connections" });
  await assert.rejects(Promise.resolve(client.subscribe("/a/public/x")), { message: "The server refuses connections" });
  assert.equal(server.messages.length, 1);
});

await check("a refused handshake is repeated", async (server, open) => {
  let refusals = 0;
  server.answer = (message) => {
    if (message.channel !== "/meta/handshake" || refusals === 2) return server.accept(message);
    refusals += 1;
    return server.refuse(message, "Rate limited", { reconnect: "handshake" });
  };
  await open().publish("/a/public/x", 1);
  assert.equal(server.sent("/meta/handshake").length, 3);
});

await check("a disconnected client sends nothing more and leaves no timer", async (server, open) => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const client = open();
  await client.subscribe("/a/public/x");
  await client.disconnect();
  const count = server.messages.length;
  await server.release();
  // The time limit of this check and one of Node's HTTP server and client remain.
  const before = timers();
  const second = open();
  await second.subscribe("/a/public/x");
  await second.disconnect();
  await server.release();
  await eventually(() => timers() <= before, true);
  assert.equal(server.messages.filter(({ clientId }) => clientId === "session1").length, count - 1);
});

await check("a disconnected client can be used again", async (server, open) => {
  const client = open();
  await client.publish("/a/public/x", 1);
  const ended = client.disconnect();
  await client.publish("/a/public/x", 2);
  await ended;
  await client.publish("/a/public/x", 3);
  assert.deepEqual(server.sent("/a/public/x").map(({ data }) => data), [1, 2, 3]);
});

await check("a scheduler of the program decides about repetition", async (server, open) => {
  const calls = [];
  class Once {
    constructor(message, options) {
      this.options = options;
      this.isSent = false;
    }
    getTimeout() { return this.options.timeout; }
    getInterval() { return 0.01; }
    isDeliverable() { return !this.isSent; }
    send() { this.isSent = true; calls.push("send"); }
    succeed() { calls.push("succeed"); }
    fail() { calls.push("fail"); }
    abort() { calls.push("abort"); }
  }
  server.answer = (message) => (message.data ? 503 : server.accept(message));
  const client = open({ scheduler: Once });
  await client.subscribe("/a/public/x");
  calls.length = 0;
  await assert.rejects(Promise.resolve(client.publish("/a/public/x", 1)));
  assert.deepEqual(calls, ["send", "fail", "abort"]);
});

await check("the client extends a given Faye client", async () => {
  const faye = require("faye");
  assert.ok(new (Pandapush.withFaye(faye).Client)("http://127.0.0.1:1/push") instanceof faye.Client);
});

process.exit(report.finish());
