// The developer console in a browser: users, rooms, messages, errors and lost connections. Screenshots are written to
// the folder SCREENSHOTS.

import assert from "node:assert/strict";
import { join } from "node:path";

import { launch } from "../browser.mjs";
import { ForwardingProxy } from "../forwarding-proxy.mjs";
import { eventually, hadText, recordTexts } from "../eventually.mjs";
import { Report } from "../report.mjs";
import { start } from "./program.mjs";
import { Watch } from "./watch.mjs";

// A picture of one pixel.
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

// A time limit for the whole script, in case the server or the browser does not respond.
setTimeout(() => {
  console.log("not done within five minutes");
  process.exit(1);
}, 300_000).unref();

const report = new Report();
const watch = new Watch();
const proxy = await ForwardingProxy.open();
let server = await start({ proxy });
const { context, close } = await launch({ viewport: { width: 1200, height: 760 }, timezoneId: "UTC" });
context.setDefaultTimeout(20_000);
const shot = (page, name) => page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });

// Opens a page that `watch` observes. `page.sockets` has its WebSockets, which a check can close.
async function visit(link) {
  const page = await watch.over(await context.newPage(), new URL(link).host);
  page.sockets = [];
  await page.routeWebSocket("**/ws", (socket) => {
    const server = socket.connectToServer();
    const sent = [];
    socket.onMessage((message) => {
      sent.push(JSON.parse(message));
      server.send(message);
    });
    page.sockets.push({ sent, close: () => socket.close() });
  });
  await page.goto(link);
  return page;
}

async function createUser(page, id, name) {
  const form = page.locator("#new-user");
  if (!(await form.isVisible())) await page.getByText("New user").click();
  await form.getByLabel("Id").fill(id);
  await form.getByLabel("Name").fill(name);
  await form.getByRole("button", { name: "Create user" }).click();
  await page.locator("#users .rows small", { hasText: id }).waitFor();
}

async function createRoom(page, id, name) {
  const form = page.locator("#new-room");
  if (!(await form.isVisible())) await page.getByText("New room").click();
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Id").fill(id);
  await form.getByRole("button", { name: "Create room" }).click();
}

// Brings the page to the front, because browsers throttle pages in the background.
async function send(page, text) {
  await page.bringToFront();
  await page.locator("#send textarea").fill(text);
  await page.locator("#send textarea").press("Enter");
}

const actAs = (page, name) => page.locator("#users .rows button", { hasText: name }).click();
const openRoom = (page, name) => page.locator("#rooms .rows button", { hasText: name }).click();
const canSend = (page, name) => page.getByLabel(`Send as ${name}`).and(page.locator(":enabled")).waitFor();
const message = (page, text) => page.locator("#messages li", { hasText: text });
const receives = (page, text) => message(page, text).waitFor();
const shows = (page, place, text) => page.locator(`${place} .error`, { hasText: text }).waitFor();

let alice, bob;

await report.check("the printed link opens the demo instance and leaves no key in the address", async () => {
  alice = await visit(server.link);
  await alice.locator("#locator", { hasText: "v1:us1:00000000-0000-0000-0000-000000000000" }).waitFor();
  assert.equal(alice.url(), server.url);
});

await report.check("page, style and scripts have restrictive security headers", async () => {
  for (const [path, type] of [["", "text/html"], ["console/style.css", "text/css"], ["console/scripts/main.js", "text/javascript"]]) {
    const headers = (await context.request.get(server.url + path)).headers();
    assert.equal(headers["content-type"], `${type}; charset=utf-8`);
    assert.match(headers["content-security-policy"], /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["referrer-policy"], "no-referrer");
  }
});

await report.check("the console creates users and acts as one of them", async () => {
  await createUser(alice, "alice", "Alice");
  await createUser(alice, "bob/50% off", "Bob");
  await actAs(alice, "Alice");
});

await report.check("the creator of a room is a member and can send", async () => {
  await createRoom(alice, "lobby", "Lobby");
  await canSend(alice, "Alice");
  await eventually(() => alice.locator("#joined").innerText(), "Lobby\nlobby");
  await send(alice, "Is anybody here?");
  await receives(alice, "Is anybody here?");
  assert.equal(await alice.locator("#send textarea").inputValue(), "");
});

await report.check("an error is shown with its type and keeps the input", async () => {
  await createRoom(alice, "lobby", "Another lobby");
  await shows(alice, "#new-room", "services/chatkit/bad_request/duplicate_room_id");
  assert.equal(await alice.locator("#new-room").getByLabel("Name").inputValue(), "Another lobby");
  const long = "x".repeat(6000);
  await alice.getByLabel("File to send").setInputFiles({ name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
  await send(alice, long);
  await shows(alice, "#send", "message_size_limit_exceeded");
  assert.equal(await alice.locator("#send textarea").inputValue(), long);
  assert.match(await alice.getByLabel("File to send").inputValue(), /note\.txt$/);
  await alice.getByLabel("File to send").setInputFiles([]);
  await shot(alice, "errors");
});

await report.check("a second page reads as superuser and joins, and both receive each other's messages", async () => {
  bob = await visit(server.link);
  await openRoom(bob, "Lobby");
  await receives(bob, "Is anybody here?");
  await actAs(bob, "Bob");
  await bob.getByRole("button", { name: "Join as Bob" }).click();
  await canSend(bob, "Bob");
  await alice.locator("#members .chip", { hasText: "Bob" }).waitFor();
  await send(bob, "I am.");
  await receives(alice, "I am.");
  await send(alice, "Good to know.");
  await receives(bob, "Good to know.");
  assert.equal(await message(bob, "I am.").getAttribute("class"), "mine");
});

await report.check("markup in a message is shown as text, and only web addresses are links", async () => {
  await send(bob, "<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a?b=1.");
  await receives(alice, "<img src=x onerror=alert(1)>");
  const sent = message(alice, "onerror");
  assert.equal(await sent.locator("img").count(), 0);
  assert.deepEqual(await sent.locator("a").evaluateAll((links) => links.map((link) => link.href)), ["https://example.org/a?b=1"]);
});

await report.check("messages typed in quick succession arrive in order", async () => {
  const words = ["one", "two", "three", "four", "five"].map((word) => `${word} of five`);
  for (const word of words) await send(alice, word);
  await receives(bob, "five of five");
  const texts = await bob.locator("#messages li p").allInnerTexts();
  assert.deepEqual(texts.filter((text) => text.endsWith("of five")), words);
});

await report.check("typing indicators appear and disappear", async () => {
  await recordTexts(alice.locator("#typing"));
  await bob.bringToFront();
  await bob.locator("#send textarea").pressSequentially("wel");
  await hadText(alice.locator("#typing"), "Bob is typing");
  await alice.locator("#typing:empty").waitFor({ state: "attached" });
});

await report.check("a picture is sent and shown to others", async () => {
  await alice.bringToFront();
  await alice.locator("#send textarea").fill("Look at this.");
  await alice.getByLabel("File to send").setInputFiles({ name: "a dot.png", mimeType: "image/png", buffer: DOT });
  await alice.getByRole("button", { name: "Send", exact: true }).click();
  const picture = message(bob, "Look at this.").getByRole("img", { name: "a dot.png" });
  await picture.waitFor();
  assert.equal(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth)), 1);
  assert.equal(await message(bob, "Look at this.").getByRole("link", { name: "a dot.png" }).count(), 1);
  assert.equal(await alice.getByLabel("File to send").inputValue(), "");
});

await report.check("the acting user is online until the page is closed", async () => {
  const online = (page) => page.locator("#users .rows button", { has: page.locator(".online") }).locator("small");
  await bob.locator("#users button", { hasText: "Alice" }).locator(".online").waitFor();
  await eventually(() => online(alice).allInnerTexts(), ["alice", "bob/50% off"]);
  const third = await visit(server.link);
  await third.locator("#users button", { hasText: "Bob" }).locator(".online").waitFor();
  await createUser(third, "carol", "Carol");
  await actAs(third, "Carol");
  await alice.getByRole("button", { name: "Reload" }).first().click();
  await alice.locator("#users button", { hasText: "Carol" }).locator(".online").waitFor();
  await third.close();
  await alice.locator("#users button", { hasText: "Carol" }).locator(".online").waitFor({ state: "detached" });
});

await report.check("unread messages are counted until they are marked as read", async () => {
  await alice.bringToFront();
  await alice.locator("#joined .badge", { hasText: "10 unread" }).waitFor();
  await alice.getByRole("button", { name: "Mark read" }).click();
  await alice.locator("#joined .badge").waitFor({ state: "detached" });
  await shot(alice, "conversation");
});

await report.check("a message is deleted for all users after a confirmation", async () => {
  await alice.bringToFront();
  await message(alice, "onerror").hover();
  // The button asks for confirmation only for a moment, so both clicks follow without a pause.
  await message(alice, "onerror").getByRole("button", { name: "Delete" }).evaluate((button) => {
    button.click();
    if (button.textContent === "Really delete?") button.click();
  });
  for (const page of [alice, bob]) await message(page, "onerror").waitFor({ state: "detached" });
});

await report.check("messages sent during a lost connection arrive after it is restored", async () => {
  const last = Number(await bob.locator("#messages li").last().getAttribute("data-id"));
  const openings = bob.sockets.length;
  await recordTexts(bob.locator("#state"));
  await bob.sockets.at(-1).close();
  await hadText(bob.locator("#state"), "reconnecting");
  await send(alice, "Bob cannot hear this yet.");
  await receives(bob, "Bob cannot hear this yet.");
  await bob.locator("#state", { hasText: "live" }).waitFor();
  assert.ok(bob.sockets.length > openings);
  const resumed = bob.sockets.at(-1).sent.find(([, , path]) => path?.includes("/rooms/lobby?"));
  assert.ok(Number(resumed[3]["Last-Event-Id"]) >= last, JSON.stringify(resumed));
  const texts = await bob.locator("#messages li p").allInnerTexts();
  assert.equal(new Set(texts).size, texts.length, `received twice: ${texts}`);
});

await report.check("a reloaded page restores its state", async () => {
  await alice.reload();
  await canSend(alice, "Alice");
  await receives(alice, "I am.");
  await eventually(() => alice.locator("#room-title").innerText(), "Lobby");
});

await report.check("after leaving a room a user can read but not send", async () => {
  await bob.getByRole("button", { name: "Leave as Bob" }).click();
  await bob.getByRole("button", { name: "Join as Bob" }).waitFor();
  await eventually(() => bob.locator("#send textarea").isDisabled(), true);
  await send(alice, "Bob is gone.");
  await receives(bob, "Bob is gone.");
  assert.equal(await bob.locator("#send .error").isVisible(), false);
});

await report.check("the page fits on a phone, with long words, also in dark mode", async () => {
  await createUser(alice, `user-${"0123456789".repeat(6)}`, "Somebody with a name that nobody can remember for long");
  await send(alice, "a-word-without-an-end".repeat(12));
  await receives(alice, "a-word-without-an-end");
  await alice.setViewportSize({ width: 400, height: 720 });
  await alice.emulateMedia({ colorScheme: "dark" });
  for (const part of ["Users", "Rooms", "Room"]) {
    await alice.getByRole("button", { name: part, exact: true }).click();
    const wide = await alice.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 400, `${part} is ${wide} pixels wide`);
    await shot(alice, `phone-${part}`);
  }
});

await report.check("keys and code can be copied", async () => {
  await alice.setViewportSize({ width: 1200, height: 760 });
  await alice.getByRole("button", { name: "Keys & code" }).click();
  const dialog = alice.getByRole("dialog");
  await dialog.waitFor();
  assert.ok(!(await dialog.locator("code").allInnerTexts()).includes("demo-key:demo-secret"));
  await dialog.getByRole("button", { name: "Show" }).first().click();
  assert.ok((await dialog.locator("code").allInnerTexts()).includes("demo-key:demo-secret"));
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(server.url).origin });
  await alice.bringToFront();
  await dialog.getByRole("button", { name: "Copy: Key" }).click();
  await eventually(() => alice.evaluate(() => navigator.clipboard.readText()), "demo-key:demo-secret");
  assert.match(await dialog.locator("pre").first().innerText(), new RegExp(`host: "${server.address}", encrypted: false`));
  await dialog.getByRole("button", { name: "Close" }).click();
});

await report.check("a custom key is in no link, the page requests it, and the server rejects a wrong one", async () => {
  const custom = await start({ options: ["--instance", "v1:us1:own", "--key", "id:very:secret"] });
  assert.ok(custom.printed.every((line) => !line.includes("very")), custom.printed.join("\n"));
  const page = await visit(custom.link);
  assert.equal(await page.getByLabel("Instance locator").inputValue(), "v1:us1:own");
  await page.getByLabel("Key", { exact: true }).fill("id:wrong");
  await page.getByRole("button", { name: "Open" }).click();
  await shows(page, "#connect", "authentication/jwt/invalid");
  assert.equal(await page.getByLabel("Key", { exact: true }).inputValue(), "id:wrong");
  await shot(page, "wrong-key");
  await page.getByLabel("Key", { exact: true }).fill("id:very:secret");
  await page.getByRole("button", { name: "Open" }).click();
  await page.locator("#locator", { hasText: "v1:us1:own" }).waitFor();
  await page.reload();
  await page.locator("#locator", { hasText: "v1:us1:own" }).waitFor();
  await page.getByRole("button", { name: "Forget key" }).click();
  await page.getByLabel("Key", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.close();
  assert.equal(await custom.stop(), 0);
});

await report.check("after a restart without stored data the page shows the error", async () => {
  await bob.close();
  assert.equal(await server.stop(), 0);
  await alice.locator("#state", { hasText: "reconnecting" }).waitFor();
  server = await start({ proxy });
  await alice.locator("#trouble", { hasText: "services/chatkit/not_found/user_not_found" }).waitFor();
  await alice.reload();
  await alice.locator("#rooms .hint", { hasText: "No rooms yet." }).waitFor();
  await alice.close();
});

await report.check("the content security policy blocks markup and requests to other servers", async () => {
  const strict = new Watch();
  const page = await strict.over(await context.newPage(), server.address);
  await page.goto(server.link);
  await page.evaluate(async () => {
    try {
      document.body.innerHTML = "<b>markup</b>";
    } catch {}
    await fetch("http://127.0.0.1:9/").catch(() => {});
  });
  assert.equal(await page.locator("#console").count(), 1);
  for (const directive of ["require-trusted-types-for", "connect-src"]) {
    assert.ok(strict.problems.some((problem) => problem.includes(directive)), strict.problems.join("\n"));
  }
  await page.close();
});

await report.check("no page had an error or sent a request to another server", () => {
  const lost = /WebSocket connection .* failed|ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE)/;
  assert.deepEqual(watch.problems.filter((problem) => !lost.test(problem)), []);
  assert.ok(watch.requests > 50, `only ${watch.requests} requests were seen`);
});

await close();
await server.stop();
process.exit(report.finish());
