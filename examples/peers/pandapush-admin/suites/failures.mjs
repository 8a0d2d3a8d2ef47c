// What is shown when the stream, the session, the server or a key fails.

import assert from "node:assert/strict";

import { hasNoBarriers } from "../accessibility.mjs";

export async function failures(walk, check) {
  const {
    page,
    context,
    origin,
    direct,
    proxy,
    user,
    password,
    shot,
    heading,
    button,
    tab,
    dialog,
    shows,
    isLive,
    hasMessage,
    plot,
    api,
    publish,
    publishByHand,
    message,
    panel,
  } = walk;

  await check("a lost stream is opened again, and the gap is shown", async () => {
    proxy.forwardTo(undefined);
    proxy.cut();
    await page.locator('.state[data-state="waiting"]').waitFor();
    await page.getByText(/^Reconnecting in \d+ s$/).waitFor();
    await shot("reconnecting");
    proxy.forwardTo(direct);
    await button("Try now").click();
    await isLive();
    await page.getByText(/^The connection was lost for \d+ s\./).waitFor();
    await publish(`/${walk.application}/public/news`, { text: "after the loss" }, walk.key);
    await hasMessage("after the loss");
  });

  await check("figures of nodes are added, missed messages are counted, and meta channels need a filter", async () => {
    const statistics = (node, publishes) => ({
      type: "statistics",
      at: new Date().toISOString(),
      node,
      publishes,
      deliveries: 0,
      clients: 3,
      channels: 1,
    });
    const meta = {
      type: "message",
      channel: `/${walk.application}/meta/statistics`,
      data: "of the server",
      at: new Date().toISOString(),
    };
    const events = [statistics("one", 20), statistics("two", 22), meta, { type: "missed", count: 7 }];
    const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
    await page.route("**/live", (route) => route.fulfill({ contentType: "text/event-stream", body }), { times: 1 });
    await page.reload();
    await page.getByText("7 messages missed: this view was too slow.").waitFor();
    await plot(/^Publishes per second, last two minutes: .*highest 42$/).waitFor();
    assert.equal(await message("of the server").count(), 0);
    await panel("Messages").getByLabel("Channel").fill("meta/**");
    await hasMessage("of the server");
    await panel("Messages").getByLabel("Channel").fill("");
    await isLive();
  });

  await check("sibling deployments are a menu of web addresses", async () => {
    const environments = [
      { name: "here", url: `${origin}/admin` },
      { name: "elsewhere", url: "https://example.org/admin" },
      { name: "script", url: "javascript:alert(1)" },
    ];
    const info = { username: user, environment: "here", environments, version: "" };
    await page.route("**/admin/api/info", (route) => route.fulfill({ json: info }), { times: 1 });
    await page.reload();
    await page.getByText("Deployment: here").click();
    const links = page.locator(".menu").getByRole("link");
    assert.deepEqual(
      await links.evaluateAll((all) => all.map(({ href }) => href)),
      environments.slice(0, 2).map(({ url }) => url),
    );
    await hasNoBarriers(page);
    await page.keyboard.press("Escape");
    await links.first().waitFor({ state: "hidden" });
    await isLive();
  });

  await check("a session that ends in the middle loses nothing that was typed", async () => {
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

  await check("an error of the server is shown beside what caused it, with a way to try again", async () => {
    await page.route(`**/admin/api/application/${walk.application}`, (route) =>
      route.fulfill({ status: 500, contentType: "text/plain", body: "Error loading application" }),
    );
    await tab("Keys").click();
    await shows(page, "Error loading application");
    await hasNoBarriers(page);
    await page.unroute(`**/admin/api/application/${walk.application}`);
    await button("Try again").click();
    await page.getByRole("row", { name: /a server/ }).waitFor();
  });

  await check("a key is revoked after a confirmation, and no longer publishes", async () => {
    await button("Revoke a server …").click();
    await button("Cancel").click();
    await dialog().waitFor({ state: "detached" });
    await button("Revoke a server …").click();
    await hasNoBarriers(page);
    await button("Revoke key").click();
    await page
      .getByRole("row", { name: /a server/ })
      .getByText("revoked")
      .waitFor();
    assert.equal(await page.getByRole("button", { name: /^Revoke a server/ }).count(), 0);
    assert.equal(await publish(`/${walk.application}/public/hello`, {}, walk.key), 400);
  });
}
