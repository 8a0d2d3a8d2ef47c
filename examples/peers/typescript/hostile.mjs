// Gives clients answers that no honest server sends, and integers that JavaScript's numbers cannot hold.

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { Report } from "../report.mjs";

const load = (folder) => import(pathToFileURL(join(folder, "client.mjs")));
const api = await load(process.env.FOLDER);
const ledger = await load(process.env.LEDGER);
const report = new Report();

const answering = (text, headers = { "content-type": "application/json" }, status = 200) => async () =>
  new Response(text, { status, headers });
const everything = (settings) => api.connect({ baseUrl: "http://h", bind: { tenant: "t" }, ...settings });
const account = (text) => ledger.account(ledger.connect({ baseUrl: "http://h", fetch: answering(text) }), { id: 1n });

async function within(milliseconds, body) {
  const started = performance.now();
  await body();
  const elapsed = performance.now() - started;
  assert.ok(elapsed < milliseconds, `it took ${Math.round(elapsed)} ms`);
}

const failsWith = (kind) => (thrown) => thrown.name === "Failure" && thrown.kind === kind;
const stream = (text) => answering(text, { "content-type": "text/event-stream" });
const removed = (id) => `data: {"change":"removed","thing":{"id":${id}}}\n\n`;
const end = "event: end\ndata: {\"status\":204}\n\n";

await report.check("large integers are of type bigint wherever their type says so, and only there", async () => {
  const found = await account(`{"id": 7, "balance": -9223372036854775808, "small": 5, "limit": null,
    "entries": [{"inner": {"amount": 18446744073709551615, "op": "plus"}, "op": "negative"}],
    "note": {"reference": 9007199254740993}, "any": [9007199254740993, 1, "12345678901234567890"]}`);
  assert.deepEqual(found, {
    id: 7n,
    balance: -9223372036854775808n,
    small: 5,
    limit: null,
    entries: [{ inner: { amount: 18446744073709551615n, op: "plus" }, op: "negative" }],
    note: { reference: 9007199254740993n },
    any: [9007199254740993n, 1, "12345678901234567890"],
  });
});

await report.check("large integers are sent with all digits", async () => {
  let sent;
  const fetch = async (url, { body }) => ((sent = body), new Response("18446744073709551615", { headers: { "content-type": "application/json" } }));
  const client = ledger.connect({ baseUrl: "http://h", fetch });
  const body = { id: 18446744073709551615n, balance: -1n, small: 1, entries: [], note: "a", any: { deep: [2n ** 64n] } };
  assert.equal(await ledger.open(client, { body }), 18446744073709551615n);
  assert.equal(sent, '{"id":18446744073709551615,"balance":-1,"small":1,"entries":[],"note":"a","any":{"deep":[18446744073709551616]}}');
});

await report.check("tags after their content do not multiply the time of decoding", () =>
  within(1000, async () => {
    let entry = '{"amount": 1, "op": "plus"}';
    for (let depth = 0; depth < 200; depth += 1) entry = `{"inner": ${entry}, "op": "negative"}`;
    const { entries } = await account(`{"id": 1, "balance": 1, "small": 1, "entries": [${entry}], "note": "a", "any": 1}`);
    assert.equal(entries[0].op, "negative");
  }),
);

await report.check("texts with quotes and long texts are read in the time of their length", () =>
  within(3000, async () => {
    await assert.rejects(account(`1234567890123456 "${'\\"'.repeat(150_000)}`), failsWith("decode"));
    const long = "a".repeat(16_000_000);
    const found = await account(`{"id": 12345678901234567, "balance": 1, "small": 1, "entries": [], "note": "${long}", "any": 1}`);
    assert.equal(found.note.length, long.length);
    assert.equal(found.id, 12345678901234567n);
  }),
);

await report.check("a token source that throws at once is asked again", async () => {
  let calls = 0;
  const token = () => {
    calls += 1;
    if (calls === 1) throw new Error("not ready");
    return "t";
  };
  const client = everything({ token, fetch: answering('{"id":1,"name":"a","colour":"blue","rank":1}') });
  await assert.rejects(api.root(client), failsWith("credentials"));
  assert.equal((await api.root(client)).id, 1);
});

await report.check("redirections are not followed", async () => {
  let redirect;
  const fetch = async (url, init) => ((redirect = init.redirect), new Response("", { status: 302, headers: { location: "http://other" } }));
  const outcome = await api.root(everything({ token: "t", fetch })).outcome();
  assert.deepEqual([redirect, outcome.ok, outcome.error?.status], ["manual", false, 302]);
});

await report.check("a server cannot make a client reconnect without a pause", async () => {
  let calls = 0;
  const text = `id: 1\n${removed(1)}event: end\ndata: {"status":503,"headers":{"retry-after":"0"},"body":null}\n\n`;
  const fetch = async () => ((calls += 1), new Response(text, { headers: { "content-type": "text/event-stream" } }));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 600);
  const events = api.follow(everything({ fetch }), { signal: controller.signal, backoff: [100, 100] });
  await assert.rejects(async () => {
    for await (const event of events) assert.equal(event.id, "1");
  }, failsWith("aborted"));
  assert.ok(calls >= 2 && calls <= 14, `${calls} calls`);
});

await report.check("a subscription resumes after the last event that has an id", async () => {
  const resumed = [];
  const texts = [`id: 41\n${removed(1)}${removed(2)}`, end];
  const fetch = async (url, { headers }) => {
    resumed.push(headers.get("last-event-id"));
    return stream(texts.shift())();
  };
  const ids = [];
  for await (const { id } of api.follow(everything({ fetch }), { backoff: [1, 1] })) ids.push(id);
  assert.deepEqual([ids, resumed], [["41", undefined], [null, "41"]]);
});

await report.check("events that violate the protocol are failures, and are not repeated", async () => {
  for (const data of ['{"headers":null,"status":"x"}', '{"headers":{"bad name":"x"}}', '{"headers":{"a":"\u0100"}}', "no"]) {
    let calls = 0;
    const fetch = async () => ((calls += 1), stream(`event: end\ndata: ${data}\n\n`)());
    await assert.rejects(async () => {
      for await (const event of api.follow(everything({ fetch }), { backoff: [1, 1] })) assert.fail(JSON.stringify(event));
    }, failsWith("decode"), data);
    assert.equal(calls, 1, data);
  }
});

await report.check("no content ends a subscription", async () => {
  const fetch = async () => new Response(null, { status: 204 });
  const events = api.follow(everything({ fetch }));
  for await (const event of events) assert.fail(JSON.stringify(event));
  assert.deepEqual((await events.ended).value, { status: 204, headers: {} });
});

await report.check("values that header fields cannot have are failures of encoding", async () => {
  const client = everything({ fetch: answering("{}") });
  await assert.rejects(api.things(client, { xRequestId: "a\nb" }), failsWith("encode"));
  await assert.rejects(api.root(everything({ token: "a\nb", fetch: answering("{}") })), failsWith("credentials"));
});

await report.check("names of JavaScript and of the client are those of the API", async () => {
  const of = (fetch) => ledger.connect({ baseUrl: "http://h", fetch });
  const removed = await ledger.delete(of(answering(null, { "x-a": "1", x_a: "2" }, 204)), { id: 1n });
  assert.deepEqual(removed.headers, { xA: 1, xA2: 2 });
  const operation = await ledger.events(of(answering('{"__proto__": 18446744073709551615}')));
  assert.equal(Object.getOwnPropertyDescriptor(operation, "__proto__").value, 18446744073709551615n);
});

await report.check("`Retry-After` may be a date", async () => {
  const date = new Date(Date.now() + 90_000).toUTCString();
  for (const [field, expected] of [[date, 90], ["7", 7], ["Mon, 01 Jan 2024 00:00:00 GMT", 0], ["soon", undefined]]) {
    const outcome = await api.root(everything({ fetch: answering("", { "retry-after": field }, 503) })).outcome();
    assert.ok(Math.abs((outcome.error.retryAfter ?? -100) - (expected ?? -100)) <= 1, `${field}: ${outcome.error.retryAfter}`);
  }
});

await report.check("an end with 401 renews the token once", async () => {
  const sent = [];
  const expired = 'event: end\ndata: {"status":401,"body":null}\n\n';
  const texts = [`id: 1\n${removed(1)}${expired}`, `id: 2\n${removed(2)}${expired}`, expired, end];
  const fetch = async (url, { headers }) => {
    sent.push(headers.get("authorization"));
    return stream(texts.shift())();
  };
  let tokens = 0;
  const events = api.follow(everything({ token: () => `t${(tokens += 1)}`, fetch }), { backoff: [1, 1] });
  const ids = [];
  await assert.rejects(async () => {
    for await (const { id } of events) ids.push(id);
  }, (thrown) => thrown.name === "ApiError" && thrown.error.status === 401);
  assert.deepEqual([ids, sent], [["1", "2"], ["Bearer t1", "Bearer t2", "Bearer t3"]]);
});

await report.check("messages that wait to be sent are given up when the connection closes", async () => {
  const connection = Object.assign(new EventTarget(), { readyState: 1, bufferedAmount: 0, sent: [], close() {} });
  connection.send = (text) => connection.sent.push(text);
  let isReturned = false;
  const waiting = {
    next: () => new Promise(() => {}),
    return: async () => ((isReturned = true), { done: true }),
    [Symbol.asyncIterator]: () => waiting,
  };
  const client = ledger.connect({ baseUrl: "http://h" });
  const messages = ledger.send(client, waiting, { open: () => connection });
  const reading = (async () => {
    for await (const message of messages) assert.equal(message, 9007199254740993n);
  })();
  await new Promise(setImmediate);
  connection.dispatchEvent(new Event("open"));
  await new Promise(setImmediate);
  connection.dispatchEvent(new MessageEvent("message", { data: "9007199254740993" }));
  connection.dispatchEvent(Object.assign(new Event("close"), { code: 1000, reason: "" }));
  await reading;
  assert.ok(isReturned);
});

process.exit(report.finish());
