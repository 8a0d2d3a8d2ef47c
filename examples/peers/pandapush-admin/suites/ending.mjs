// Deletion and sign-out, and what was noticed on the way.

import assert from "node:assert/strict";

export async function ending(walk, check) {
  const { page, context, origin, proxy, watch, heading, button, dialog, api } = walk;

  await check("a deleted application is gone, and so is its console", async () => {
    const other = await watch.over(await context.newPage(), proxy.address);
    await other.goto(`${origin}/admin/application/${walk.application}/console`);
    await other.locator('.state[data-state="live"]').waitFor();
    await button("Delete application …").click();
    await dialog().getByRole("textbox").fill("Peers & others");
    await button("Delete application").click();
    await heading("Applications").waitFor();
    assert.equal((await api(`application/${walk.application}`)).status(), 404);
    await other.reload();
    await other.getByRole("heading", { name: "No such application" }).waitFor();
    await other.close();
    await walk.client.disconnect();
  });

  await check("sign-out ends the session on all pages", async () => {
    await button("Sign out").click();
    await page.waitForURL("**/login?ended");
    await page.getByText("You are signed out.").waitFor();
    assert.equal((await api("applications")).status(), 401);
    await page.goto(`${origin}/admin`).catch(() => {});
    await page.waitForURL("**/login?*");
  });

  await check("no page had an error, broke the content security policy or sent a request to another server", () => {
    const lost =
      /ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)|status of 500/;
    assert.deepEqual(
      watch.problems.filter((problem) => !lost.test(problem)),
      [],
    );
    assert.ok(watch.requests > 100, `only ${watch.requests} requests were seen`);
  });
}
