// Calls every operation of a client, in node or in a browser, and reports what came of it to the server that judges it.

import * as api from "./client.mjs";

const browser = typeof document === "object";

// Runs everything. `WebSocket` and `check` are of the caller: a function with a name and a function.
export async function drive(base, openWebSocket, check) {
  const settings = { baseUrl: base, bind: { tenant: "a/b" } };
  await check("every operation has the results of the client in Rust", () => judged(base, settings));
  await check("a stream that is cut at any byte yields each event once", () => cut(settings));
  await check("one token is fetched for all calls that wait", () => tokens(settings));
  await check("calls end at their time limit and by their signal", () => limits(settings));
  await check("arguments that cannot be sent are failures", () => refusals(settings));
  await check("messages travel in both directions", () => messages(settings, openWebSocket));
}

async function judged(base, settings) {
  const cases = parse(await (await fetch(`${base}/trial/cases.json`)).text());
  const problems = [];
  const waiting = [...cases];
  const next = async () => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      // A browser sends the cookies of its own jar.
      if (browser && one.operation === "session") continue;
      const outcome = await call(settings, one);
      const response = await fetch(`${base}/trial/outcome`, { method: "POST", body: print(outcome) });
      const problem = await response.text();
      if (problem !== "") problems.push(`${one.operation} ${print(one.arguments)}\n${print(outcome)}\n${problem}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, next));
  if (cases.length < 1000) throw new Error(`only ${cases.length} calls`);
  if (problems.length > 0) {
    throw new Error(`${problems.length} of ${cases.length} calls differ:\n${problems.slice(0, 3).map((text) => text.slice(0, 1500)).join("\n\n")}`);
  }
}

async function call(settings, { number, operation, arguments: values }) {
  let sent;
  const client = api.connect({
    ...settings,
    headers: { "x-case": String(number) },
    fetch(url, init) {
      sent = init;
      return fetch(url, { ...init, cache: "no-store" });
    },
  });
  const args = Object.fromEntries(Object.entries(values).map(([name, value]) => [camelCase(name), revived(value)]));
  const result = { number };
  try {
    const called = start(client, camelCase(operation), args);
    if (called.ended !== undefined) {
      await collect(called, result);
    } else {
      const value = await called;
      if (typeof value === "object" && value !== null && "events" in value) {
        await collect(value.events, result);
      } else {
        result.value = await shown(value);
      }
    }
  } catch (thrown) {
    if (thrown instanceof api.ApiError) {
      result.error = thrown.error;
    } else {
      result.failure = { kind: thrown.kind, message: String(thrown.stack), browser };
    }
  }
  return { ...result, method: sent?.method, accept: new Headers(sent?.headers).get("accept") };
}

function start(client, name, args) {
  const operation = api[name];
  const { lastEventId, ...others } = args;
  const options = { attempts: 0, timeLimit: 10_000, lastEventId };
  // An operation without arguments takes the options in their place.
  return operation.length === 2 ? operation(client, options) : operation(client, others, options);
}

async function collect(events, result) {
  result.events = [];
  for await (const { id, headers, content } of events) result.events.push({ id: id ?? null, headers, content });
  const ended = await events.ended;
  result.end = ended.value;
}

// Cuts a stream after every byte of it.
async function cut(settings) {
  for (let at = 0; at < 330; at += 1) {
    let opened = 0;
    const send = (url, init) => {
      // Only the first stream is cut.
      opened += 1;
      const headers = new Headers(init.headers);
      headers.set("x-cut", opened === 1 ? String(at) : "whole");
      return fetch(url, { ...init, headers });
    };
    const client = api.connect({ ...settings, fetch: send });
    const reconnected = [];
    const events = api.follow(client, { backoff: [1, 2], onReconnect: (one) => reconnected.push(one) });
    const ids = [];
    for await (const { id, content } of events) {
      if (String(content.thing.id) !== id) throw new Error(`cut at ${at}: ${JSON.stringify(content)} has the id ${id}`);
      ids.push(id);
    }
    const whole = ids.join() === "1,2,3,4" && (await events.ended).value.status === 204;
    if (!whole) throw new Error(`cut at ${at}: ${ids}`);
    if (reconnected.some(({ resumedFrom, attempts }) => attempts !== 1 || !["1", "2", "3", "4", undefined].includes(resumedFrom))) {
      throw new Error(`cut at ${at}: ${JSON.stringify(reconnected)}`);
    }
  }
}

async function tokens(settings) {
  let fetched = 0;
  const token = async () => {
    fetched += 1;
    const found = String(fetched);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return found;
  };
  const client = api.connect({ ...settings, token, headers: { "x-token": "2" } });
  const calls = Array.from({ length: 10 }, () => api.thing(client, { id: 7 }));
  const things = await Promise.all(calls);
  if (fetched !== 2 || things.some(({ id }) => id !== 7)) throw new Error(`${fetched} tokens were fetched`);
  const refused = await api.thing(api.connect({ ...settings, token: "1", headers: { "x-token": "2" } }), { id: 7 }).outcome();
  if (refused.ok || refused.error.kind !== "anonymous") throw new Error(JSON.stringify(refused));
  const broken = api.connect({ ...settings, token: () => Promise.reject(new Error("no")) });
  await fails(api.thing(broken, { id: 7 }), "credentials");
}

async function limits(settings) {
  const client = api.connect({ ...settings, headers: { "x-silence": "1" } });
  await fails(api.root(client, { timeLimit: 20 }), "timeout");
  const controller = new AbortController();
  const aborted = fails(api.root(client, { signal: controller.signal }), "aborted");
  controller.abort();
  await aborted;
  await fails(api.root(client, { signal: AbortSignal.abort() }), "aborted");
  await fails(api.root(api.connect({ ...settings, baseUrl: "http://127.0.0.1:1" })), "network");
}

async function refusals(settings) {
  const client = api.connect(settings);
  await fails(api.file(client, { path: "a/../b" }), "encode");
  await fails(api.file(client, { path: "" }), "encode");
  await fails(api.echo(client, { body: null }), "encode");
  await fails(api.sort(client, { ids: [NaN] }), "encode");
  await fails(api.create(client, { body: { name: "a", colour: "blue", rank: Infinity } }), "encode");
}

async function messages(settings, openWebSocket) {
  const client = api.connect(settings);
  const outbox = new api.Outbox();
  const received = [];
  outbox.send({ name: "first", colour: "blue", rank: 1 });
  for await (const thing of api.paint(client, { colour: "blue", first: 5 }, outbox, { open: openWebSocket })) {
    received.push(thing);
    if (received.length === 3) break;
    outbox.send({ name: `message ${received.length}`, colour: "dark-red", rank: received.length });
  }
  if (received.length !== 3 || received.some(({ id, name }) => typeof id !== "number" || name === undefined)) {
    throw new Error(JSON.stringify(received));
  }
  const socket = await api.touch(client, { id: 7 }, { open: openWebSocket });
  await new Promise((resolve, reject) => {
    socket.addEventListener("close", resolve);
    socket.addEventListener("error", reject);
    socket.addEventListener("open", () => socket.close());
  });
}

async function fails(promise, kind) {
  const outcome = await promise.then(
    (value) => ({ value }),
    (thrown) => thrown,
  );
  if (!(outcome instanceof api.Failure) || outcome.kind !== kind) {
    throw new Error(`expected a failure of the kind ${kind}, found ${outcome?.stack ?? JSON.stringify(outcome)}`);
  }
}

function camelCase(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) && !name.includes("_") ? name : name.replace(/[-_](.)/g, (_, next) => next.toUpperCase());
}

// Returns arguments with bytes and files in place of their marks.
function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if ("$bytes" in value) return bytes(value.$bytes);
  if ("$file" in value) return new File([bytes(value.$file)], value.name, { type: value.type });
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revived(member)]));
}

async function shown(value) {
  if (value instanceof ReadableStream) return shown(new Uint8Array(await new Response(value).arrayBuffer()));
  if (value instanceof URLSearchParams) return { $form: [...value] };
  if (value instanceof Uint8Array) return { $bytes: btoa(String.fromCharCode(...value)) };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value ?? null;
  const members = await Promise.all(Object.entries(value).map(async ([key, member]) => [key, await shown(member)]));
  return Object.fromEntries(members);
}

function print(value) {
  return JSON.stringify(value, (_, member) => (typeof member === "bigint" ? { $bigint: String(member) } : member));
}

// Reads JSON whose large integers are of type `bigint`.
function parse(text) {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) ? `"bigint ${token}"` : token,
  );
  return JSON.parse(marked, (_, value) =>
    typeof value === "string" && /^bigint -?\d{16,}$/.test(value) ? BigInt(value.slice(7)) : value,
  );
}
