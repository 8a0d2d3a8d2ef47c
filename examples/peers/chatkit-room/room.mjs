// Two people talk in a room: the page of examples/chatkit/web in a real Chromium, by the client in TypeScript.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { build } from "esbuild";
import ts from "typescript";

import { launch } from "../browser.mjs";
import { start } from "../program.mjs";
import { Report } from "../report.mjs";

const ID = "3a9f3f39-5a8a-4d3a-9b0a-000000000002";
const INSTANCE = ["--instance", `v1:us1:${ID}`, "--key", "key:secret"];
const TYPES = { ".html": "text/html", ".js": "text/javascript" };

const report = new Report();
const folder = mkdtempSync(join(tmpdir(), "room-"));
const chatkit = (...words) => execFileSync(process.env.CHATKIT, words, { encoding: "utf8" });

for (const name of ["room.html", "room.ts"]) copyFileSync(join(process.env.WEB, name), join(folder, name));
writeFileSync(join(folder, "chatkit.ts"), chatkit("typescript"));

await report.check("the page has the types of the contract", () => {
  const program = ts.createProgram([join(folder, "room.ts")], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    types: [],
  });
  const found = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  assert.deepEqual(found, []);
});

const bundle = (name, platform) =>
  build({ entryPoints: [join(folder, `${name}.ts`)], outfile: join(folder, `${name}.${platform === "node" ? "mjs" : "js"}`), bundle: true, format: "esm", platform, logLevel: "silent" });
await bundle("room", "browser");
await bundle("chatkit", "node");

const pages = createServer((request, answer) => {
  const name = new URL(request.url, "http://pages").pathname.slice(1);
  const type = TYPES[name.slice(name.lastIndexOf("."))];
  if (type === undefined) return void answer.writeHead(404).end();
  answer.writeHead(200, { "content-type": type }).end(readFileSync(join(folder, name)));
});
await new Promise((listening) => pages.listen(0, "127.0.0.1", listening));

const server = await start(process.env.CHATKIT, ["serve", "--listen", "127.0.0.1:0", "--test-tokens", ...INSTANCE]);
const { context, close } = await launch();
try {
  const api = await import(join(folder, "chatkit.mjs"));
  const token = chatkit("token", ...INSTANCE).trim();
  const settings = { baseUrl: `http://${server.address}`, bind: { instance: ID } };
  const application = api.connect({ ...settings, token });
  for (const id of ["alice", "bob"]) {
    await api.chatkitCreateUser(application, { body: { id, name: id } });
  }
  const alice = api.connect({ ...settings, token: chatkit("token", "--as", "alice", ...INSTANCE).trim() });
  const body = { id: "lobby", name: "Lobby", user_ids: ["bob"] };
  await api.chatkitCreateRoom(alice, { body });

  const open = async (user, room = "lobby") => {
    const page = await context.newPage();
    const place = new URLSearchParams({ server: settings.baseUrl, instance: ID, user, room });
    await page.goto(`http://127.0.0.1:${pages.address().port}/room.html#${place}`);
    return page;
  };
  const [left, right] = [await open("alice"), await open("bob")];
  const say = async (page, words) => {
    await page.getByLabel("Message").fill(words);
    await page.getByRole("button", { name: "Send" }).click();
  };
  const lines = (page) => page.locator("#messages li").allTextContents();
  const shows = (page, words) => page.getByText(words, { exact: false }).first().waitFor({ timeout: 20_000 });

  await report.check("a message of each reaches both", async () => {
    await say(left, "hello <b>Bob</b>");
    await shows(right, "hello <b>Bob</b>");
    await say(right, "hello Alice");
    for (const page of [left, right]) {
      await shows(page, "hello Alice");
      assert.deepEqual(await lines(page), ["alicehello <b>Bob</b>", "bobhello Alice"]);
    }
  });

  await report.check("a page that is opened later shows what was said", async () => {
    const late = await open("bob");
    await shows(late, "hello Alice");
    assert.equal((await lines(late)).length, 2);
  });

  await report.check("one sees that the other types", async () => {
    await left.getByLabel("Message").pressSequentially("so");
    await shows(right, "alice is typing");
  });

  await report.check("an error of the API is told in words", async () => {
    await shows(await open("alice", "attic"), "there is no room attic");
  });
} finally {
  await close();
  await server.stop();
  pages.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = report.finish();
