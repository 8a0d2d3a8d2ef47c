// Use by keyboard, on a phone, in the dark and without motion.

import assert from "node:assert/strict";

import { fits, hasNoBarriers, tabThrough, tabTo } from "../accessibility.mjs";
import { DESK, PHONE } from "../walk.mjs";

export async function everybody(walk, check) {
  const { page, origin, shot, heading, button, tab, dialog, shows, isLive } = walk;

  await check("all screens fit on a phone, without barriers, in light and dark", async () => {
    await page.setViewportSize(PHONE);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const screen of [
        "",
        ...["info", "keys", "console"].map((name) => `/application/${walk.application}/${name}`),
      ]) {
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

  await check("with reduced motion nothing moves", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll("*")].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return parseFloat(transitionDuration) > 0 || animationName !== "none";
        }).length,
    );
    assert.equal(moving, 0);
    await page.emulateMedia({ reducedMotion: null });
  });

  await check("the Tab key reaches the whole console and leaves it", async () => {
    const reached = await tabThrough(page);
    const focusable = await page
      .locator("a[href]:visible, button:visible, input:visible, select:visible, textarea:visible, summary:visible")
      .count();
    assert.ok(reached >= focusable, `${reached} of ${focusable} elements had the focus`);
  });

  await check("an application is created, given a key and deleted with the keyboard alone", async () => {
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

  await check("the back button returns to the screen before", async () => {
    await page.getByRole("link", { name: "Peers & others" }).click();
    await heading("Settings").waitFor();
    await page.goBack();
    await heading("Applications").waitFor();
    await page.goForward();
    await heading("Settings").waitFor();
  });
}
