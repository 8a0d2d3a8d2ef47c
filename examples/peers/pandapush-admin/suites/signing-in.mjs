// Signing in, what the pages allow, and the first application.

import assert from "node:assert/strict";

import { hasNoBarriers } from "../accessibility.mjs";

export async function signingIn(walk, check) {
  const { page, context, origin, user, password, shot, heading, button, shows, signIn } = walk;

  await check("a link into the admin leads to the sign-in page, whose errors keep the user name", async () => {
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

  await check("after the sign-in the page of the link is shown, here one that does not exist", async () => {
    await signIn();
    await page.waitForURL("**/admin/application/unknown/keys");
    await heading("No such application").waitFor();
    await page.getByRole("link", { name: "Applications" }).click();
    await heading("Applications").waitFor();
  });

  await check("the sign-in page leads to pages of the admin only", async () => {
    for (const next of ["https://example.org/admin", "//example.org/admin", "/logout", "javascript:alert(1)"]) {
      await page.goto(`${origin}/login?next=${encodeURIComponent(next)}`);
      await signIn();
      await heading("Applications").waitFor();
      assert.equal(page.url(), `${origin}/admin`);
    }
  });

  await check("pages and assets have restrictive headers, and scripts cannot read the session", async () => {
    for (const [path, type] of [
      ["login", "text/html"],
      ["admin/application/x/info", "text/html"],
      ["admin/assets/main.js", "text/javascript"],
      ["admin/assets/theme.css", "text/css"],
    ]) {
      const headers = (await context.request.get(`${origin}/${path}`)).headers();
      assert.equal(headers["content-type"], `${type}; charset=utf-8`);
      assert.match(
        headers["content-security-policy"] ?? "",
        /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
        path,
      );
      assert.equal(headers["x-content-type-options"], "nosniff");
    }
    const cookies = await context.cookies(origin);
    assert.ok(cookies.length > 0);
    for (const { name, httpOnly, sameSite } of cookies) assert.ok(httpOnly && sameSite === "Strict", name);
    assert.equal(await page.evaluate(() => document.cookie), "");
  });

  await check("an application needs a name, and is created", async () => {
    await button("Create application").click();
    await shows(page, "Name is missing.");
    await page.getByLabel("Name", { exact: true }).fill("Peers <b>1</b>");
    await button("Create application").click();
    await heading("Peers <b>1</b>").waitFor();
    walk.application = /application\/(\w+)\/keys$/.exec(page.url())[1];
    await page.getByText("No keys yet.").waitFor();
    await hasNoBarriers(page);
    await shot("no-keys");
  });
}
