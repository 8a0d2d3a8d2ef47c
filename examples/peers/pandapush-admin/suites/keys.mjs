// Keys: created, shown once, and tokens signed with them.

import assert from "node:assert/strict";

import { eventually } from "../../eventually.mjs";
import { hasNoBarriers } from "../accessibility.mjs";

export async function keys(walk, check) {
  const { page, context, origin, base, shot, heading, button, dialog, shows, api, publish, connect } = walk;

  await check("a key is created, and errors keep what was typed", async () => {
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

  await check("the secret is shown once, can be copied, and publishes", async () => {
    const secret = await dialog().getByRole("group", { name: "Secret" }).innerText();
    const id = await dialog().locator("code", { hasText: /^PSID/ }).first().innerText();
    walk.key = { id, secret };
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
    await button("Copy key id").click();
    await eventually(() => page.evaluate(() => navigator.clipboard.readText()), id);
    await page.keyboard.press("Escape");
    await dialog().getByText("The secret was not copied.").waitFor();
    await button("Copy secret").click();
    await eventually(() => page.evaluate(() => navigator.clipboard.readText()), secret);
    await dialog().getByText("Publish from a shell", { exact: true }).click();
    const command = await dialog().getByRole("group", { name: "Publish from a shell" }).innerText();
    assert.ok(
      command.includes(`${id}:${secret}`) && command.includes(`${origin}/channel/${walk.application}/public/hello`),
      command,
    );
    await dialog().getByText("Subscribe in a page", { exact: true }).click();
    assert.ok(!(await dialog().getByRole("group", { name: "Subscribe in a page" }).innerText()).includes(secret));
    await hasNoBarriers(page);
    await shot("secret");
    await button("Done").click();
    assert.equal(await publish(`/${walk.application}/public/hello`, {}, walk.key), 200);
  });

  await check("after a reload the key is listed as valid, and its secret is nowhere", async () => {
    await page.reload();
    const row = page.getByRole("row", { name: /a server/ });
    await row.getByText("valid").waitFor();
    await row.getByText(walk.key.id).waitFor();
    const places = await page.evaluate(() => [
      document.documentElement.outerHTML,
      ...Object.values(localStorage),
      ...Object.values(sessionStorage),
    ]);
    assert.ok(!places.some((text) => text.includes(walk.key.secret)));
    await hasNoBarriers(page);
  });

  await check("a token of the key allows what was chosen, and nothing else", async () => {
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
    const holder = await connect();
    await holder.subscribe(`/${walk.application}/private/course/7`, token);
    await assert.rejects(holder.subscribe(`/${walk.application}/private/other`, token), /Token does not match channel/);
    const headers = { authorization: `Token ${token}`, "content-type": "application/json" };
    assert.equal(
      (await fetch(`${base}/channel/${walk.application}/private/course/7`, { method: "POST", headers, body: "{}" }))
        .status,
      400,
    );
    await holder.disconnect();
  });

  await check("a request of another site changes nothing", async () => {
    const headers = { origin: "https://example.org", "sec-fetch-site": "cross-site" };
    assert.equal((await api("applications", { method: "POST", headers, data: { name: "Foreign" } })).status(), 403);
    assert.ok((await (await api("applications")).json()).every(({ name }) => name !== "Foreign"));
  });
}
