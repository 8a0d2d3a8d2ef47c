// Measures clients in TypeScript: bytes after bundling, and time for a call whose answer is there at once.
//
// CLIENT: the generated client of Chatkit. Prints the rows of a table.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const ROUNDS = 7;
const CALLS = 20_000;

const base = '"http://localhost:8080"';
const connected = `const client = api.connect({ baseUrl: ${base}, bind: { instance: "i" }, token: "t", fetch: globalThis.answer });`;
const fetched = `const client = createClient({ baseUrl: ${base}, headers: { authorization: "Bearer t" }, fetch: globalThis.answer });`;
const linked = `const client = createTRPCClient({ links: [httpLink({ url: ${base}, headers: { authorization: "Bearer t" }, fetch: globalThis.answer })] });`;

// Each has the same two calls: one user by its name, and a new one.
const programs = {
  "fetch by hand": `
    const send = async (path, init) => {
      const response = await globalThis.answer(${base} + path, init);
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    };
    const headers = { authorization: "Bearer t" };
    export const user = (id) => send(\`/services/chatkit/v6/i/users/\${encodeURIComponent(id)}\`, { headers });
    export const create = (body) => send("/services/chatkit/v6/i/users", {
      method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) });`,
  "this client": `
    import * as api from CLIENT;
    ${connected}
    export const user = (user) => api.chatkitUser(client, { user });
    export const create = (body) => api.chatkitCreateUser(client, { body });`,
  "this client, a subscription too": `
    import * as api from CLIENT;
    ${connected}
    export const user = (user) => api.chatkitUser(client, { user });
    export const create = (body) => api.chatkitCreateUser(client, { body });
    export const follow = () => api.chatkitFollowUser(client);`,
  "openapi-fetch": `
    import createClient from "openapi-fetch";
    ${fetched}
    const value = async (call) => {
      const { data, error } = await call;
      if (error !== undefined) throw error;
      return data;
    };
    export const user = (user) => value(client.GET("/services/chatkit/v6/{instance}/users/{user}", { params: { path: { instance: "i", user } } }));
    export const create = (body) => value(client.POST("/services/chatkit/v6/{instance}/users", { params: { path: { instance: "i" } }, body }));`,
  "@trpc/client": `
    import { createTRPCClient, httpLink } from "@trpc/client";
    ${linked}
    export const user = (user) => client.user.query({ user });
    export const create = (body) => client.create.mutate(body);`,
};

const found = { id: "alice", name: "Alice", created_at: "2020-01-01T00:00:00Z", updated_at: "2020-01-01T00:00:00Z" };
const texts = { plain: JSON.stringify(found), wrapped: JSON.stringify({ result: { data: found } }) };

// Answers without a network, so that what is measured is the client.
function answering(text) {
  return async (url, init) => {
    if (init?.signal?.aborted) throw init.signal.reason;
    const status = (init?.method ?? url.method) === "POST" && text === texts.plain ? 201 : 200;
    return new Response(text, { status, headers: { "content-type": "application/json" } });
  };
}

async function microseconds(call, check) {
  let value;
  const start = performance.now();
  for (let number = 0; number < CALLS; number += 1) value = await call();
  const elapsed = performance.now() - start;
  if (value?.id !== check) throw new Error(`the answer is ${JSON.stringify(value)}`);
  return (elapsed * 1000) / CALLS;
}

const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];
const folder = mkdtempSync(join(tmpdir(), "clients-"));
try {
  const rows = [];
  for (const [name, text] of Object.entries(programs)) {
    const input = text.replace("CLIENT", JSON.stringify(process.env.CLIENT));
    const options = { bundle: true, minify: true, write: false, format: "esm", platform: "browser", target: "es2022" };
    const { outputFiles } = await build({ ...options, stdin: { contents: input, resolveDir: import.meta.dirname } });
    const [bundle] = outputFiles;
    const path = join(folder, `${rows.length}.mjs`);
    writeFileSync(path, bundle.contents);
    globalThis.answer = answering(name === "@trpc/client" ? texts.wrapped : texts.plain);
    rows.push({ name, size: bundle.contents.length, zipped: gzipSync(bundle.contents, { level: 9 }).length, module: await import(pathToFileURL(path)), get: [], post: [] });
  }
  // The clients take turns, so that a busy machine slows all of them.
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    for (const { name, module, get, post } of rows) {
      globalThis.answer = answering(name === "@trpc/client" ? texts.wrapped : texts.plain);
      const times = [await microseconds(() => module.user("alice"), "alice"), await microseconds(() => module.create({ id: "alice", name: "Alice" }), "alice")];
      // The first round is the compiler's.
      if (round > 0) [get, post].forEach((list, at) => list.push(times[at]));
    }
  }
  console.log("| client of two calls | minified | with gzip | GET | POST |");
  console.log("|---|---:|---:|---:|---:|");
  const [first] = rows;
  const base = [median(first.get), median(first.post)];
  for (const { name, size, zipped, get, post } of rows) {
    const times = [get, post].map((list, at) => `${median(list).toFixed(1)} µs (${(median(list) / base[at]).toFixed(2)})`);
    console.log(`| ${name} | ${(size / 1000).toFixed(1)} kB | ${(zipped / 1000).toFixed(1)} kB | ${times.join(" | ")} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
