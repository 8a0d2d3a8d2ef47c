// The admin pages of Pandapush in a browser, against a server that runs: sign-in, applications, keys and the console.
//
//     node pandapush-admin/admin.mjs http://127.0.0.1:3000 USER PASSWORD
//
// Screenshots are written to the folder SCREENSHOTS, if it is set.

import assert from "node:assert/strict";
import { join } from "node:path";

import { launch } from "../browser.mjs";
import { Watch } from "../chatkit-console/watch.mjs";
import { eventually } from "../eventually.mjs";
import { ForwardingProxy } from "../forwarding-proxy.mjs";
import { inTime } from "../in-time.mjs";
import { Report } from "../report.mjs";
import { fits, hasNoBarriers, tabThrough, tabTo } from "./accessibility.mjs";
import { BayeuxClient } from "./bayeux-client.mjs";

const [base, user, password] = process.argv.slice(2);
if (!password) {
  console.error("usage: node pandapush-admin/admin.mjs http://ADDRESS USER PASSWORD");
  process.exit(2);
}

// A time limit for the whole script, in case the server or the browser does not respond.
setTimeout(() => {
  console.log("not done within five minutes");
  process.exit(1);
}, 300_000).unref();

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
// A number that a double cannot hold.
const LONG = "12345678901234567890";

const report = new Report();
const watch = new Watch();
const proxy = await ForwardingProxy.open();
const direct = new URL(base).host;
proxy.forwardTo(direct);
const origin = `http://${proxy.address}`;
const { context, close } = await launch({ viewport: DESK, timezoneId: "UTC", locale: "en-US" });
context.setDefaultTimeout(15_000);
const page = await watch.over(await context.newPage(), proxy.address);

const shot = (name) => process.env.SCREENSHOTS && page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`), fullPage: true });
const heading = (name) => page.getByRole("heading", { name, exact: true });
const button = (name) => page.getByRole("button", { name, exact: true });
const tab = (name) => page.getByRole("navigation", { name: "Application", exact: true }).getByRole("link", { name, exact: true });
const dialog = () => page.getByRole("dialog");
const panel = (name) => page.getByRole("region", { name, exact: true });
const shows = (place, text) => place.locator(".error:visible", { hasText: text }).waitFor();
const isLive = () => page.locator('.state[data-state="live"]').waitFor();
const message = (text) => page.locator(".log li", { hasText: text });
const hasMessage = (text) => message(text).first().waitFor();
const plot = (label) => page.getByRole("img", { name: label });
const api = (path, options) => context.request.fetch(`${origin}/admin/api/${path}`, options);

// Publishes as a server does, with key and secret. Returns the status.
async function publish(channel, data, { id, secret }) {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const headers = { authorization, "content-type": "application/json" };
  const answer = await fetch(`${base}/channel${channel}`, { method: "POST", headers, body: JSON.stringify(data) });
  await answer.arrayBuffer();
  return answer.status;
}

async function signIn() {
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password").fill(password);
  await button("Sign in").click();
}

async function publishByHand(path, data) {
  await panel("Publish").getByLabel("Channel").fill(path);
  await panel("Publish").getByLabel("Data (JSON)").fill(data);
  await button("Publish").click();
}

// The application and the key of the checks, and a client that subscribes to all public channels.
let application, key, client;

await report.check("a link into the admin leads to the sign-in page, whose errors keep the user name", async () => {
  await page.goto(`${origin}/admin/application/unknown/keys`).catch(() => {});
  await page.waitForURL("**/login?*");
  await hasNoBarriers(page);
  await button("Sign in").click();
  await shows(page, "User name is missing.");
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Password").fill(`${password} wrong`);
  await page.keyboard.press("Enter");
  await shows(page, "The user name or the password is wrong.");
  assert.equal(await page.getByLabel("User name").inputValue(), user);
  await shot("sign-in");
});

await report.check("after the sign-in the page of the link is shown, here one that does not exist", async () => {
  await signIn();
  await page.waitForURL("**/admin/application/unknown/keys");
  await heading("No such application").waitFor();
  await page.getByRole("link", { name: "Applications" }).click();
  await heading("Applications").waitFor();
});

await report.check("the sign-in page leads to pages of the admin only", async () => {
  for (const next of ["https://example.org/admin", "//example.org/admin", "/logout", "javascript:alert(1)"]) {
    await page.goto(`${origin}/login?next=${encodeURIComponent(next)}`);
    await signIn();
    await heading("Applications").waitFor();
    assert.equal(page.url(), `${origin}/admin`);
  }
});

await report.check("pages and assets have restrictive headers, and scripts cannot read the session", async () => {
  for (const [path, type] of [["login", "text/html"], ["admin/application/x/info", "text/html"], ["admin/assets/main.js", "text/javascript"], ["admin/assets/theme.css", "text/css"]]) {
    const headers = (await context.request.get(`${origin}/${path}`)).headers();
    assert.equal(headers["content-type"], `${type}; charset=utf-8`);
    assert.match(headers["content-security-policy"] ?? "", /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/, path);
    assert.equal(headers["x-content-type-options"], "nosniff");
  }
  const cookies = await context.cookies(origin);
  assert.ok(cookies.length > 0);
  for (const { name, httpOnly, sameSite } of cookies) assert.ok(httpOnly && sameSite === "Strict", name);
  assert.equal(await page.evaluate(() => document.cookie), "");
});

await report.check("an application needs a name, and is created", async () => {
  await button("Create application").click();
  await shows(page, "Name is missing.");
  await page.getByLabel("Name", { exact: true }).fill("Peers <b>1</b>");
  await button("Create application").click();
  await heading("Peers <b>1</b>").waitFor();
  application = /application\/(\w+)\/keys$/.exec(page.url())[1];
  await page.getByText("No keys yet.").waitFor();
  await hasNoBarriers(page);
  await shot("no-keys");
});

await report.check("a key is created, and errors keep what was typed", async () => {
  await button("New key …").click();
  await button("Create key").click();
  await shows(dialog(), "Purpose is missing.");
  await dialog().getByLabel("Purpose").fill("a server");
  await dialog().getByLabel("Expires").selectOption("On a date …");
  await dialog().getByLabel("Expiry date").fill("2001-01-01T00:00");
  await button("Create key").click();
  await shows(dialog(), "Expiry date is in the past.");
  await hasNoBarriers(page);
  assert.equal(await dialog().getByLabel("Purpose").inputValue(), "a server");
  await dialog().getByLabel("Expires").selectOption("In 30 days");
  await button("Create key").click();
  await heading("Key created").waitFor();
});

await report.check("the secret is shown once, can be copied, and publishes", async () => {
  const secret = await dialog().getByRole("group", { name: "Secret" }).innerText();
  const id = await dialog().locator("code", { hasText: /^PSID/ }).first().innerText();
  key = { id, secret };
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await button("Copy key id").click();
  await eventually(() => page.evaluate(() => navigator.clipboard.readText()), id);
  await page.keyboard.press("Escape");
  await dialog().getByText("The secret was not copied.").waitFor();
  await button("Copy secret").click();
  await eventually(() => page.evaluate(() => navigator.clipboard.readText()), secret);
  await dialog().getByText("Publish from a shell", { exact: true }).click();
  const command = await dialog().getByRole("group", { name: "Publish from a shell" }).innerText();
  assert.ok(command.includes(`${id}:${secret}`) && command.includes(`${origin}/channel/${application}/public/hello`), command);
  await dialog().getByText("Subscribe in a page", { exact: true }).click();
  assert.ok(!(await dialog().getByRole("group", { name: "Subscribe in a page" }).innerText()).includes(secret));
  await hasNoBarriers(page);
  await shot("secret");
  await button("Done").click();
  assert.equal(await publish(`/${application}/public/hello`, {}, key), 200);
});

await report.check("after a reload the key is listed as valid, and its secret is nowhere", async () => {
  await page.reload();
  const row = page.getByRole("row", { name: /a server/ });
  await row.getByText("valid").waitFor();
  await row.getByText(key.id).waitFor();
  const places = await page.evaluate(() => [document.documentElement.outerHTML, ...Object.values(localStorage), ...Object.values(sessionStorage)]);
  assert.ok(!places.some((text) => text.includes(key.secret)));
  await hasNoBarriers(page);
});

await report.check("a token of the key allows what was chosen, and nothing else", async () => {
  await button("Token a server …").click();
  await dialog().getByLabel("Channel or pattern").fill("*/course");
  await dialog().getByLabel("subscribe").uncheck();
  await button("Create token").click();
  await shows(dialog(), "can only be the last segment");
  await dialog().getByLabel("Channel or pattern").fill("course/*");
  await button("Create token").click();
  await shows(dialog(), "The token allows nothing.");
  await dialog().getByLabel("subscribe").check();
  await hasNoBarriers(page);
  await button("Create token").click();
  const token = await dialog().getByRole("group", { name: "Token", exact: true }).innerText();
  await shot("token");
  await button("Close").click();
  const holder = await BayeuxClient.connect(`${base.replace(/^http/, "ws")}/push`);
  await holder.subscribe(`/${application}/private/course/7`, token);
  await assert.rejects(holder.subscribe(`/${application}/private/other`, token), /Token does not match channel/);
  const headers = { authorization: `Token ${token}`, "content-type": "application/json" };
  assert.equal((await fetch(`${base}/channel/${application}/private/course/7`, { method: "POST", headers, body: "{}" })).status, 400);
  await holder.disconnect();
});

await report.check("a request of another site changes nothing", async () => {
  const headers = { origin: "https://example.org", "sec-fetch-site": "cross-site" };
  assert.equal((await api("applications", { method: "POST", headers, data: { name: "Foreign" } })).status(), 403);
  assert.ok((await (await api("applications")).json()).every(({ name }) => name !== "Foreign"));
});

await report.check("the application is renamed, and its admins are changed", async () => {
  await tab("Info").click();
  await page.getByLabel("Name", { exact: true }).fill("");
  await button("Save changes").click();
  await shows(panel("Settings").or(page.getByRole("form", { name: "Settings" })), "Name is missing.");
  await page.getByLabel("Name", { exact: true }).fill("Peers & others");
  for (const name of ["jane", "a.very.long.user.name.that.goes.on@department.university.example.org"]) {
    await page.getByLabel("Add an admin by user name").fill(name);
    await page.keyboard.press("Enter");
  }
  await page.getByText("Not saved yet.").waitFor();
  await button("Remove jane").click();
  await button("Save changes").click();
  await page.getByText("Saved.", { exact: true }).waitFor();
  await page.reload();
  await heading("Peers & others").waitFor();
  const admins = await page.getByRole("list", { name: "Admins" }).getByRole("listitem").locator("span").allInnerTexts();
  assert.deepEqual(admins.toSorted(), ["a.very.long.user.name.that.goes.on@department.university.example.org", user].toSorted());
  await hasNoBarriers(page);
  await shot("info");
});

await report.check("the empty console says what to do, and has no barriers", async () => {
  await tab("Console").click();
  await isLive();
  for (const text of ["No messages yet.", "Nobody is connected.", "Nobody is present."]) await page.getByText(text).waitFor();
  await eventually(() => plot("Clients").getAttribute("aria-label"), "Clients, last two minutes: now 0, highest 0");
  await hasNoBarriers(page);
});

await report.check("a client appears with its transport and subscriptions, and without its client id", async () => {
  client = await BayeuxClient.connect(`${base.replace(/^http/, "ws")}/push`);
  await client.subscribe(`/${application}/public/**`);
  const row = panel("Clients").getByRole("row", { name: /websocket/ });
  await row.getByText("public", { exact: true }).waitFor();
  await row.getByText("**", { exact: true }).waitFor();
  await panel("Clients").getByText("1 connected").waitFor();
  await plot("Clients, last two minutes: now 1, highest 1").waitFor();
});

await report.check("a message appears as it is published, as text and with all its data", async () => {
  const data = { text: "<img src=x onerror=alert(1)>", list: [1, null, { deep: true }] };
  assert.equal(await publish(`/${application}/public/news`, data, key), 200);
  await hasMessage("onerror");
  assert.deepEqual((await inTime(client.events.take(), "the event")).data, data);
  await message("onerror").locator("summary").click();
  assert.equal(await message("onerror").locator("pre").innerText(), JSON.stringify(data, null, 2));
  assert.equal(await message("onerror").locator("img").count(), 0);
  await message("onerror").getByText(`/${application}/public/news`).waitFor();
});

await report.check("the plots show publishes and deliveries", async () => {
  for (const label of ["Publishes per second", "Deliveries per second"]) {
    await page.getByRole("img", { name: new RegExp(`^${label}, last two minutes: now [\\d.]+, highest [1-9]`) }).waitFor();
  }
});

await report.check("a mistake in JSON is shown with its place, and nothing is lost or published", async () => {
  const wrong = '{\n  "a": 1,\n  "b": [1,, 2]\n}';
  await publishByHand("by/hand", wrong);
  await shows(panel("Publish"), "Line 3, column 11: expected a value");
  assert.equal(await panel("Publish").getByLabel("Data (JSON)").inputValue(), wrong);
  assert.equal(await page.evaluate(() => document.activeElement.selectionStart), wrong.indexOf(",,") + 1);
  await hasNoBarriers(page);
  await publishByHand("by//hand", "1");
  await shows(panel("Publish"), "A segment is empty.");
});

await report.check("a message published by hand arrives with every digit", async () => {
  await publishByHand("by/hand", `{"id":${LONG}}`);
  await page.getByText(/^Published at/).waitFor();
  await hasMessage(`{"id":${LONG}}`);
  assert.equal((await inTime(client.events.take(), "the event")).channel, `/${application}/public/by/hand`);
  await message(LONG).locator("summary").click();
  await message(LONG).getByRole("button", { name: "Edit and publish" }).click();
  assert.equal(await panel("Publish").getByLabel("Data (JSON)").inputValue(), `{\n  "id": ${LONG}\n}`);
  assert.equal(await panel("Publish").getByLabel("Channel").inputValue(), "by/hand");
});

await report.check("the filter takes channel patterns and keeps what it hides", async () => {
  const filter = panel("Messages").getByLabel("Channel");
  await filter.fill("public/by/*");
  await eventually(() => page.locator(".log li").count(), 1);
  await filter.fill(`/${application}/public/**`);
  await eventually(() => page.locator(".log li").count(), 2);
  await filter.fill("public/*/news");
  await shows(panel("Messages"), "can only be the last segment");
  await filter.fill("private/**");
  await page.getByText("No message matches.").waitFor();
  await filter.fill("");
  await eventually(() => page.locator(".log li").count(), 2);
});

await report.check("a pause holds messages back and counts them", async () => {
  await button("Pause").click();
  for (const text of ["first held", "second held"]) await publish(`/${application}/public/news`, { text }, key);
  await page.getByText("Paused, 2 new").waitFor();
  assert.equal(await message("held").count(), 0);
  await button("Resume").click();
  await eventually(async () => (await message("held").locator(".data").allInnerTexts()).map((text) => JSON.parse(text).text), ["second held", "first held"]);
});

await report.check("at most 200 messages are kept, the newest", async () => {
  for (let at = 0; at < 210; at += 1) await publish(`/${application}/public/many`, { at }, key);
  await hasMessage('{"at":209}');
  await panel("Messages").getByText("Last 200").waitFor();
  assert.equal(await page.locator(".log li").count(), 200);
  assert.equal(await page.locator(".log li").first().locator(".data").innerText(), '{"at":209}');
  await button("Clear").click();
  await page.getByText("No messages yet.").waitFor();
});

await report.check("users of presence channels come and go", async () => {
  const channel = `/${application}/presence/room`;
  const presence = { id: "u-1", name: "Somebody <i>new</i>" };
  const answer = await api(`application/${application}/token`, { method: "POST", data: { channel, sub: true, presence } });
  const member = await BayeuxClient.connect(`${base.replace(/^http/, "ws")}/push`);
  await member.subscribe(channel, (await answer.json()).token);
  await panel("Presence").getByText("1 user", { exact: true }).waitFor();
  await panel("Presence").getByText("u-1", { exact: true }).waitFor();
  await panel("Presence").getByText("Somebody <i>new</i>").waitFor();
  await hasNoBarriers(page);
  await shot("console");
  await member.disconnect();
  await page.getByText("Nobody is present.").waitFor();
});

await report.check("a lost stream is opened again, and the gap is shown", async () => {
  proxy.forwardTo(undefined);
  proxy.cut();
  await page.locator('.state[data-state="waiting"]').waitFor();
  await page.getByText(/^Reconnecting in \d+ s$/).waitFor();
  await shot("reconnecting");
  proxy.forwardTo(direct);
  await button("Try now").click();
  await isLive();
  await page.getByText(/^The connection was lost for \d+ s\./).waitFor();
  await publish(`/${application}/public/news`, { text: "after the loss" }, key);
  await hasMessage("after the loss");
});

await report.check("figures of several nodes are added, and missed messages are counted", async () => {
  const statistics = (node, publishes) => ({ type: "statistics", at: new Date().toISOString(), node, publishes, deliveries: 0, clients: 3, channels: 1 });
  const events = [statistics("one", 20), statistics("two", 22), { type: "missed", count: 7 }];
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  await page.route("**/live", (route) => route.fulfill({ contentType: "text/event-stream", body }), { times: 1 });
  await page.reload();
  await page.getByText("7 messages missed: this view was too slow.").waitFor();
  await plot(/^Publishes per second, last two minutes: .*highest 42$/).waitFor();
  await isLive();
});

await report.check("sibling deployments are a menu of web addresses", async () => {
  const environments = [{ name: "here", url: `${origin}/admin` }, { name: "elsewhere", url: "https://example.org/admin" }, { name: "script", url: "javascript:alert(1)" }];
  const info = { username: user, environment: "here", environments, version: "" };
  await page.route("**/admin/api/info", (route) => route.fulfill({ json: info }), { times: 1 });
  await page.reload();
  await page.getByText("Deployment: here").click();
  const links = page.locator(".menu").getByRole("link");
  assert.deepEqual(await links.evaluateAll((all) => all.map(({ href }) => href)), environments.slice(0, 2).map(({ url }) => url));
  await hasNoBarriers(page);
  await page.keyboard.press("Escape");
  await links.first().waitFor({ state: "hidden" });
  await isLive();
});

await report.check("a session that ends in the middle loses nothing that was typed", async () => {
  await context.clearCookies();
  await publishByHand("after/sign-in", '{"typed": "before"}');
  await heading("Sign in again").waitFor();
  await hasNoBarriers(page);
  await dialog().getByLabel("Password").fill("wrong");
  await button("Sign in").click();
  await shows(dialog(), "The user name or the password is wrong.");
  await dialog().getByLabel("Password").fill(password);
  await button("Sign in").click();
  await hasMessage('{"typed":"before"}');
});

await report.check("an error of the server is shown beside what caused it, with a way to try again", async () => {
  await page.route(`**/admin/api/application/${application}`, (route) => route.fulfill({ status: 500, contentType: "text/plain", body: "Error loading application" }));
  await tab("Keys").click();
  await shows(page, "Error loading application");
  await hasNoBarriers(page);
  await page.unroute(`**/admin/api/application/${application}`);
  await button("Try again").click();
  await page.getByRole("row", { name: /a server/ }).waitFor();
});

await report.check("a key is revoked after a confirmation, and no longer publishes", async () => {
  await button("Revoke a server …").click();
  await button("Cancel").click();
  await dialog().waitFor({ state: "detached" });
  await button("Revoke a server …").click();
  await hasNoBarriers(page);
  await button("Revoke key").click();
  await page.getByRole("row", { name: /a server/ }).getByText("revoked").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Revoke a server/ }).count(), 0);
  assert.equal(await publish(`/${application}/public/hello`, {}, key), 400);
});

await report.check("all screens fit on a phone, without barriers, in light and dark", async () => {
  await page.setViewportSize(PHONE);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const screen of ["", ...["info", "keys", "console"].map((name) => `/application/${application}/${name}`)]) {
      await page.goto(`${origin}/admin${screen}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await (screen.endsWith("console") ? isLive() : page.getByText("Loading").waitFor({ state: "detached" }));
      await fits(page);
      await hasNoBarriers(page);
      await shot(`phone-${colorScheme}-${screen.split("/").at(-1) || "applications"}`);
    }
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: "light" });
});

await report.check("with reduced motion nothing moves", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return parseFloat(transitionDuration) > 0 || animationName !== "none";
  }).length);
  assert.equal(moving, 0);
  await page.emulateMedia({ reducedMotion: null });
});

await report.check("the Tab key reaches the whole console and leaves it", async () => {
  const reached = await tabThrough(page);
  const focusable = await page.locator("a[href]:visible, button:visible, input:visible, select:visible, textarea:visible, summary:visible").count();
  assert.ok(reached >= focusable, `${reached} of ${focusable} elements had the focus`);
});

await report.check("an application is created, given a key and deleted with the keyboard alone", async () => {
  await page.goto(`${origin}/admin`);
  await page.getByRole("row", { name: /Peers/ }).waitFor();
  await tabTo(page, page.getByRole("link", { name: "Skip to content" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Name", { exact: true }), 400);
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Enter");
  await heading("By keyboard").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "screen");
  await page.getByText("No keys yet.").waitFor();
  await tabTo(page, button("New key …"));
  await page.keyboard.press("Enter");
  await page.keyboard.type("typed");
  await page.keyboard.press("Enter");
  await heading("Key created").waitFor();
  await tabTo(page, button("Copy secret"));
  await page.keyboard.press("Enter");
  await button("Copied secret").waitFor();
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
  await page.getByRole("row", { name: /typed/ }).waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, tab("Info"));
  await page.keyboard.press("Enter");
  await button("Delete application …").waitFor();
  await tabTo(page, button("Delete application …"));
  await page.keyboard.press("Enter");
  await page.keyboard.type("By keyboards");
  await page.keyboard.press("Enter");
  await shows(dialog(), "This is not the name.");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await heading("Applications").waitFor();
  await page.getByRole("row", { name: /Peers/ }).waitFor();
  assert.equal(await page.getByRole("row", { name: /By keyboard/ }).count(), 0);
});

await report.check("the back button returns to the screen before", async () => {
  await page.getByRole("link", { name: "Peers & others" }).click();
  await heading("Settings").waitFor();
  await page.goBack();
  await heading("Applications").waitFor();
  await page.goForward();
  await heading("Settings").waitFor();
});

await report.check("a deleted application is gone, and so is its console", async () => {
  const other = await watch.over(await context.newPage(), proxy.address);
  await other.goto(`${origin}/admin/application/${application}/console`);
  await other.locator('.state[data-state="live"]').waitFor();
  await button("Delete application …").click();
  await dialog().getByRole("textbox").fill("Peers & others");
  await button("Delete application").click();
  await heading("Applications").waitFor();
  assert.equal((await api(`application/${application}`)).status(), 404);
  await other.reload();
  await other.getByRole("heading", { name: "No such application" }).waitFor();
  await other.close();
  await client.disconnect();
});

await report.check("sign-out ends the session on all pages", async () => {
  await button("Sign out").click();
  await page.waitForURL("**/login?ended");
  await page.getByText("You are signed out.").waitFor();
  assert.equal((await api("applications")).status(), 401);
  await page.goto(`${origin}/admin`).catch(() => {});
  await page.waitForURL("**/login?*");
});

await report.check("no page had an error, broke the content security policy or sent a request to another server", () => {
  const lost = /ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)|status of 500/;
  assert.deepEqual(watch.problems.filter((problem) => !lost.test(problem)), []);
  assert.ok(watch.requests > 100, `only ${watch.requests} requests were seen`);
});

await close();
process.exit(report.finish());
