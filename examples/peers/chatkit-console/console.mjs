// The console in a browser: what a developer does with it on the first day. Screenshots go to the folder in SCREENSHOTS.

import assert from "node:assert/strict";
import { join } from "node:path";

import { launch } from "../browser.mjs";
import { Doorway } from "../doorway.mjs";
import { eventually, hadText, recordTexts } from "../eventually.mjs";
import { Report } from "../report.mjs";
import { start } from "./program.mjs";
import { Watch } from "./watch.mjs";

// A picture of one pixel.
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

// A server or a browser that does not end must not hold up whoever runs this.
setTimeout(() => {
  console.log("not done within five minutes");
  process.exit(1);
}, 300_000).unref();

const report = new Report();
const watch = new Watch();
const doorway = await Doorway.open();
let server = await start({ doorway });
const { context, close } = await launch({ viewport: { width: 1200, height: 760 }, timezoneId: "UTC" });
context.setDefaultTimeout(20_000);
const shot = (page, name) => page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });

// A page, watched, and all its WebSockets, so that they can be lost.
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
    page.sockets.push({ sent, lose: () => socket.close() });
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

// In front, since a browser takes its time with pages that nobody sees.
async function send(page, text) {
  await page.bringToFront();
  await page.locator("#send textarea").fill(text);
  await page.locator("#send textarea").press("Enter");
}

const actAs = (page, name) => page.locator("#users .rows button", { hasText: name }).click();
const openRoom = (page, name) => page.locator("#rooms .rows button", { hasText: name }).click();
const mayTalk = (page, name) => page.getByLabel(`Send as ${name}`).and(page.locator(":enabled")).waitFor();
const message = (page, text) => page.locator("#messages li", { hasText: text });
const hears = (page, text) => message(page, text).waitFor();
const shows = (page, place, text) => page.locator(`${place} .error`, { hasText: text }).waitFor();

let alice, bob;

await report.check("the printed link opens the demo instance, and leaves no key in the address", async () => {
  alice = await visit(server.link);
  await alice.locator("#locator", { hasText: "v1:us1:00000000-0000-0000-0000-000000000000" }).waitFor();
  assert.equal(alice.url(), server.url);
});

await report.check("page, style and scripts come with what keeps a browser strict", async () => {
  for (const [path, type] of [["", "text/html"], ["console/style.css", "text/css"], ["console/scripts/main.js", "text/javascript"]]) {
    const headers = (await context.request.get(server.url + path)).headers();
    assert.equal(headers["content-type"], `${type}; charset=utf-8`);
    assert.match(headers["content-security-policy"], /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["referrer-policy"], "no-referrer");
  }
});

await report.check("two users are created, and one acts as one of them", async () => {
  await createUser(alice, "alice", "Alice");
  await createUser(alice, "bob/50% off", "Bob");
  await actAs(alice, "Alice");
});

await report.check("who creates a room is in it and may talk", async () => {
  await createRoom(alice, "lobby", "Lobby");
  await mayTalk(alice, "Alice");
  await eventually(() => alice.locator("#joined").innerText(), "Lobby\nlobby");
  await send(alice, "Is anybody here?");
  await hears(alice, "Is anybody here?");
  assert.equal(await alice.locator("#send textarea").inputValue(), "");
});

await report.check("an error is shown with its type, and what was typed stays", async () => {
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

await report.check("another page reads as the super-user, joins, and both hear each other live", async () => {
  bob = await visit(server.link);
  await openRoom(bob, "Lobby");
  await hears(bob, "Is anybody here?");
  await actAs(bob, "Bob");
  await bob.getByRole("button", { name: "Join as Bob" }).click();
  await mayTalk(bob, "Bob");
  await alice.locator("#members .chip", { hasText: "Bob" }).waitFor();
  await send(bob, "I am.");
  await hears(alice, "I am.");
  await send(alice, "Good to know.");
  await hears(bob, "Good to know.");
  assert.equal(await message(bob, "I am.").getAttribute("class"), "mine");
});

await report.check("what is written stays text, and only addresses of the web are links", async () => {
  await send(bob, "<img src=x onerror=alert(1)> javascript:alert(1) https://example.org/a?b=1.");
  await hears(alice, "<img src=x onerror=alert(1)>");
  const said = message(alice, "onerror");
  assert.equal(await said.locator("img").count(), 0);
  assert.deepEqual(await said.locator("a").evaluateAll((links) => links.map((link) => link.href)), ["https://example.org/a?b=1"]);
});

await report.check("what is typed faster than it is sent arrives in order", async () => {
  const words = ["one", "two", "three", "four", "five"].map((word) => `${word} of five`);
  for (const word of words) await send(alice, word);
  await hears(bob, "five of five");
  const texts = await bob.locator("#messages li p").allInnerTexts();
  assert.deepEqual(texts.filter((text) => text.endsWith("of five")), words);
});

await report.check("others see that somebody is typing, for a moment", async () => {
  await recordTexts(alice.locator("#typing"));
  await bob.bringToFront();
  await bob.locator("#send textarea").pressSequentially("wel");
  await hadText(alice.locator("#typing"), "Bob is typing");
  await alice.locator("#typing:empty").waitFor({ state: "attached" });
});

await report.check("a picture is sent, and others see it", async () => {
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

await report.check("who is acted as is online, until the page is closed", async () => {
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

await report.check("unread messages are counted until they are marked read", async () => {
  await alice.bringToFront();
  await alice.locator("#joined .badge", { hasText: "10 unread" }).waitFor();
  await alice.getByRole("button", { name: "Mark read" }).click();
  await alice.locator("#joined .badge").waitFor({ state: "detached" });
  await shot(alice, "conversation");
});

await report.check("a message is deleted after a second thought, for everybody", async () => {
  await alice.bringToFront();
  await message(alice, "onerror").hover();
  // The button asks for a moment only, so both presses are made without a pause between them.
  await message(alice, "onerror").getByRole("button", { name: "Delete" }).evaluate((button) => {
    button.click();
    if (button.textContent === "Really delete?") button.click();
  });
  for (const page of [alice, bob]) await message(page, "onerror").waitFor({ state: "detached" });
});

await report.check("what is said while the connection is lost is heard when it is back", async () => {
  const last = Number(await bob.locator("#messages li").last().getAttribute("data-id"));
  const openings = bob.sockets.length;
  await recordTexts(bob.locator("#state"));
  await bob.sockets.at(-1).lose();
  await hadText(bob.locator("#state"), "reconnecting");
  await send(alice, "Bob cannot hear this yet.");
  await hears(bob, "Bob cannot hear this yet.");
  await bob.locator("#state", { hasText: "live" }).waitFor();
  assert.ok(bob.sockets.length > openings);
  const resumed = bob.sockets.at(-1).sent.find(([, , path]) => path?.includes("/rooms/lobby?"));
  assert.ok(Number(resumed[3]["Last-Event-Id"]) >= last, JSON.stringify(resumed));
  const texts = await bob.locator("#messages li p").allInnerTexts();
  assert.equal(new Set(texts).size, texts.length, `told twice: ${texts}`);
});

await report.check("a page that is loaded anew goes on where it was", async () => {
  await alice.reload();
  await mayTalk(alice, "Alice");
  await hears(alice, "I am.");
  await eventually(() => alice.locator("#room-title").innerText(), "Lobby");
});

await report.check("who leaves a room reads on, but does not talk", async () => {
  await bob.getByRole("button", { name: "Leave as Bob" }).click();
  await bob.getByRole("button", { name: "Join as Bob" }).waitFor();
  await eventually(() => bob.locator("#send textarea").isDisabled(), true);
  await send(alice, "Bob is gone.");
  await hears(bob, "Bob is gone.");
  assert.equal(await bob.locator("#send .error").isVisible(), false);
});

await report.check("it fits on a phone, with long words, in the dark too", async () => {
  await createUser(alice, `user-${"0123456789".repeat(6)}`, "Somebody with a name that nobody can remember for long");
  await send(alice, "a-word-without-an-end".repeat(12));
  await hears(alice, "a-word-without-an-end");
  await alice.setViewportSize({ width: 400, height: 720 });
  await alice.emulateMedia({ colorScheme: "dark" });
  for (const part of ["Users", "Rooms", "Room"]) {
    await alice.getByRole("button", { name: part, exact: true }).click();
    const wide = await alice.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 400, `${part} is ${wide} pixels wide`);
    await shot(alice, `phone-${part}`);
  }
});

await report.check("keys and code are there to copy", async () => {
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

await report.check("a key of one's own is in no link; it is asked for, and a wrong one is refused by the server", async () => {
  const own = await start({ options: ["--instance", "v1:us1:own", "--key", "id:very:secret"] });
  assert.ok(own.told.every((line) => !line.includes("very")), own.told.join("\n"));
  const page = await visit(own.link);
  assert.equal(await page.getByLabel("Instance locator").inputValue(), "v1:us1:own");
  await page.getByLabel("Key", { exact: true }).fill("id:wrong");
  await page.getByRole("button", { name: "Open" }).click();
  await shows(page, "#connect", "authentication/invalid_token");
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
  assert.equal(await own.stop(), 0);
});

await report.check("a server that was started anew has forgotten all, and the page says so", async () => {
  await bob.close();
  assert.equal(await server.stop(), 0);
  await alice.locator("#state", { hasText: "reconnecting" }).waitFor();
  server = await start({ doorway });
  await alice.locator("#trouble", { hasText: "services/chatkit/not_found/user_not_found" }).waitFor();
  await alice.reload();
  await alice.locator("#rooms .hint", { hasText: "No rooms yet." }).waitFor();
  await alice.close();
});

await report.check("the policy lets a page run no markup, and ask no other server", async () => {
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
    assert.ok(strict.troubles.some((trouble) => trouble.includes(directive)), strict.troubles.join("\n"));
  }
  await page.close();
});

await report.check("nothing went wrong in a page, and nobody else was asked", () => {
  const lost = /WebSocket connection .* failed|ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE)/;
  assert.deepEqual(watch.troubles.filter((trouble) => !lost.test(trouble)), []);
  assert.ok(watch.requests > 50, `only ${watch.requests} requests were seen`);
});

await close();
await server.stop();
process.exit(report.finish());
