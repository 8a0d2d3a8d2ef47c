// Two users in the rooms of websocket-chat, each in a page of the browser. Screenshots are written to the folder
// SCREENSHOTS.

import assert from "node:assert/strict";
import { join as inFolder } from "node:path";

import { launch } from "../browser.mjs";
import { ForwardingProxy } from "../forwarding-proxy.mjs";
import { eventually } from "../eventually.mjs";
import { Report } from "../report.mjs";
import { start } from "./program.mjs";

const report = new Report();
const proxy = await ForwardingProxy.open();
let server = await start(proxy);
const { context, close } = await launch({ viewport: { width: 900, height: 640 } });
const shot = (page, name) => page.screenshot({ path: inFolder(process.env.SCREENSHOTS, `${name}.png`) });

// Uncaught errors of the pages. Lost connections are not among them.
const uncaught = [];

async function enter(name, room) {
  const page = await context.newPage();
  page.on("pageerror", (error) => uncaught.push(String(error)));
  await page.goto(server.url);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Room").fill(room);
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByText(`you are in ${room}`).waitFor();
  return page;
}

// Brings the page to the front, because browsers throttle pages in the background.
async function send(page, text) {
  await page.bringToFront();
  await page.getByLabel("Message").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

const receives = (page, text) => page.locator(".said", { hasText: text }).waitFor();
const state = (page, text) => page.locator("#state", { hasText: text }).waitFor();
const lines = (page) => page.locator(".said").allInnerTexts();

let ada, ben;

await report.check("the page asks for a name before it joins", async () => {
  const page = await context.newPage();
  await page.goto(server.url);
  assert.equal(await page.getByLabel("Your name").isVisible(), true);
  await shot(page, "join");
  await page.close();
});

await report.check("two pages in a room show each other's arrival and lines", async () => {
  ada = await enter("Ada", "lobby");
  ben = await enter("Ben", "lobby");
  await ada.getByText("Ben came").waitFor();
  await eventually(() => ben.locator("#present").innerText(), "Here: Ada, Ben");
  await send(ada, "Hello, Ben!");
  await receives(ben, "Hello, Ben!");
  await send(ben, "Hello, Ada. How are the engines?");
  for (const page of [ada, ben]) await receives(page, "How are the engines?");
  assert.deepEqual(await lines(ada), await lines(ben));
  await shot(ada, "two");
});

await report.check("markup in a line is shown as text", async () => {
  await send(ben, "<img src=x onerror=document.title='broken'> & <b>bold</b>");
  await receives(ada, "<b>bold</b>");
  assert.equal(await ada.locator("#log img").count(), 0);
  assert.equal(await ada.title(), "lobby");
});

await report.check("a new member sees the latest lines", async () => {
  const eve = await enter("Eve", "lobby");
  await eventually(() => lines(eve), await lines(ada));
  await eve.close();
  await ada.getByText("Eve went").waitFor();
});

await report.check("rooms are separate", async () => {
  const room = "kitchen & salón/2";
  const [mia, leo] = [await enter("Mia", room), await enter("Leo", room)];
  await send(mia, "only here");
  await receives(leo, "only here");
  assert.equal(await ada.locator(".said", { hasText: "only here" }).count(), 0);
  await Promise.all([mia.close(), leo.close()]);
});

await report.check("a rejected message is explained", async () => {
  await ada.evaluate(() => document.querySelector("#say input").removeAttribute("maxlength"));
  await send(ada, "x".repeat(1001));
  await ada.locator("#error", { hasText: "1000" }).waitFor();
  await state(ada, "connected");
  await send(ada, "shorter");
  await receives(ben, "shorter");
  await ada.locator("#error").waitFor({ state: "hidden" });
});

await report.check("pages reconnect after a restart of the server", async () => {
  assert.equal(await server.stop(), 0);
  await state(ada, "offline");
  await ada.locator("#error", { hasText: "The server went away." }).waitFor();
  await eventually(() => ada.getByRole("button", { name: "Send" }).isDisabled(), true);
  await shot(ada, "offline");
  server = await start(proxy);
  await Promise.all([state(ada, "connected"), state(ben, "connected")]);
  await ada.getByText("Here: Ada, Ben").waitFor();
  await send(ben, "That was quick.");
  await receives(ada, "That was quick.");
});

await report.check("a page of another origin is rejected", async () => {
  const other = await start();
  const page = await context.newPage();
  await page.goto(other.url);
  const code = await page.evaluate(
    (address) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${address}/rooms/lobby/live?name=Eve`);
        socket.onclose = ({ code }) => resolve(code);
        socket.onopen = () => resolve("opened");
      }),
    server.address,
  );
  assert.equal(code, 1006);
  await page.close();
  await other.stop();
});

await report.check("the page fits on a phone, also in dark mode", async () => {
  await ada.setViewportSize({ width: 375, height: 667 });
  const wide = await ada.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 375, `${wide} pixels wide`);
  await send(ada, "a-word-without-an-end".repeat(10));
  await receives(ada, "a-word-without-an-end");
  assert.ok((await ada.evaluate(() => document.documentElement.scrollWidth)) <= 375);
  await shot(ada, "phone");
  await ada.emulateMedia({ colorScheme: "dark" });
  await shot(ada, "phone-dark");
});

await report.check("no page had an uncaught error", () => assert.deepEqual(uncaught, []));

await close();
await server.stop();
process.exit(report.finish());
