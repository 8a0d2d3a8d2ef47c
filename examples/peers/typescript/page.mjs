// Reads, searches and uses the page of an API in Chromium, from which no other host can be reached.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { launch } from "../browser.mjs";
import { Report } from "../report.mjs";

const base = process.env.BASE_URL;
const screenshots = process.env.SCREENSHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const report = new Report();
const { context, close } = await launch({ bypassCSP: false });

try {
  const elsewhere = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(`${base}/`)) return route.continue();
    elsewhere.push(url);
    return route.abort();
  });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  await page.setViewportSize({ width: 1280, height: 900 });
  const response = await page.goto(`${base}/docs`);
  const operation = (id) => page.locator(`article#operation-${id}`);
  const open = async (id) => {
    const details = operation(id).locator(".trial");
    await details.evaluate((element) => (element.open = true));
    return details;
  };
  const shoot = (name) => page.screenshot({ path: join(screenshots, `${name}.png`) });

  await report.check("the page forbids what it does not need", () => {
    const policy = response.headers()["content-security-policy"];
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/);
    assert.equal(response.headers()["x-content-type-options"], "nosniff");
  });
  await report.check("every operation and type is there once", async () => {
    assert.equal(await page.locator("article[data-operation]").count(), await page.locator("nav section:first-of-type li").count());
    const ids = await page.locator("article").evaluateAll((all) => all.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
    const broken = await page.locator("a[href^='#']").evaluateAll((all) =>
      all.map(({ hash }) => decodeURIComponent(hash.slice(1))).filter((id) => document.getElementById(id) === null),
    );
    assert.deepEqual(broken, []);
    await shoot("light");
  });
  await report.check("a slash moves to the search, which filters and goes to what was found", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("subscribes resumption");
    const shown = await page.locator("nav li:not([hidden])").allInnerTexts();
    assert.deepEqual(shown.map((text) => text.split(/\s+/).pop()), ["colours"]);
    await page.keyboard.press("Enter");
    assert.equal(new URL(page.url()).hash, "#operation-colours");
    await page.locator("#search").fill("nothing like this");
    assert.ok(await page.locator("#none").isVisible());
    await page.locator("#search").fill("");
  });
  await page.locator("#settings [name='bound:tenant']").fill("a/b");
  await report.check("a call shows status, time, fields and content", async () => {
    const trial = await open("thing");
    await trial.locator("[name='path:id']").fill("7");
    await trial.getByRole("button", { name: "Send" }).click();
    await trial.locator("output pre").waitFor();
    assert.match(await trial.locator("output p").innerText(), /^200 OK, \d+ ms, \d+ bytes$/);
    assert.match(await trial.locator("output").innerText(), /"name": "thing 7"/);
  });
  await report.check("an error is shown as the server sent it", async () => {
    const trial = await open("thing");
    await trial.locator("[name='path:id']").fill("404");
    await trial.getByRole("button", { name: "Send" }).click();
    await trial.getByText("#no_such_thing").waitFor();
  });
  await report.check("a body begins with an example that the server accepts", async () => {
    const trial = await open("create");
    await trial.getByRole("button", { name: "Send" }).click();
    await trial.getByText(/^201 Created/).waitFor();
    await trial.locator("[name=type]").selectOption("application/x-www-form-urlencoded");
    await trial.getByRole("button", { name: "Send" }).click();
    await trial.getByText(/^201 Created/).waitFor();
  });
  await report.check("a subscription is followed live, and stopped", async () => {
    const trial = await open("follow");
    await trial.getByRole("button", { name: "Follow" }).click();
    await trial.locator(".log li").first().waitFor();
    const first = await trial.locator(".log li").last().innerText();
    assert.match(first, /"change"/);
    await operation("follow").scrollIntoViewIfNeeded();
    await shoot("live");
    await trial.getByText(/^(Ended|Open)/).waitFor();
  });
  await report.check("messages travel in both directions", async () => {
    const trial = await open("paint");
    await trial.locator("[name='path:colour']").fill("blue");
    await trial.getByRole("button", { name: "Connect" }).click();
    await trial.getByText("Open: send messages below.").waitFor();
    await trial.locator(".message").getByRole("button", { name: "Send" }).click();
    await trial.locator(".log li", { hasText: "received" }).first().waitFor();
    await trial.getByRole("button", { name: "Stop" }).click();
    await trial.getByText(/^Closed with/).waitFor();
  });
  await report.check("languages are chosen by keyboard, for all operations", async () => {
    await operation("root").getByRole("tab", { name: "curl" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.equal(await operation("create").getByRole("tab", { selected: true }).innerText(), "TypeScript");
    assert.match(await operation("create").locator("figure:not([hidden])").innerText(), /api\.create\(client, /);
  });
  for (const [name, colorScheme, width] of [["light", "light", 1280], ["dark", "dark", 1280], ["phone", "light", 360]]) {
    await report.check(`the page is accessible: ${name}`, async () => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(() => scrollTo(0, 0));
      await shoot(name);
      await operation("create").scrollIntoViewIfNeeded();
      await shoot(`${name}-operation`);
      // The policy of the page forbids scripts of others, so the rules run in the debugger.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa"] }));
      const shown = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(" ")}`);
      assert.deepEqual(shown, []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px are outside of the window`);
    });
  }
  await report.check("nothing was asked of another host, and nothing failed", () => {
    assert.deepEqual(elsewhere, []);
    // The answer 404 of a call is an error on the console too.
    assert.deepEqual(problems.filter((text) => !text.includes("404 (Not Found)")), []);
  });
} finally {
  await close();
}
process.exitCode = report.finish();
