// The console: clients, messages, figures and presence as they change, and publishing by hand.

import assert from "node:assert/strict";

import { eventually } from "../../eventually.mjs";
import { inTime } from "../../in-time.mjs";
import { hasNoBarriers } from "../accessibility.mjs";

// A number that a double cannot hold.
const LONG = "12345678901234567890";

export async function liveConsole(walk, check) {
  const {
    page,
    user,
    shot,
    button,
    tab,
    panel,
    shows,
    isLive,
    message,
    hasMessage,
    plot,
    api,
    publish,
    publishByHand,
    connect,
  } = walk;

  await check("the empty console says what to do, and has no barriers", async () => {
    await tab("Console").click();
    await isLive();
    for (const text of ["No messages yet.", "Nobody is connected.", "Nobody is present."])
      await page.getByText(text).waitFor();
    await eventually(() => plot("Clients").getAttribute("aria-label"), "Clients, last two minutes: now 0, highest 0");
    await hasNoBarriers(page);
  });

  await check("a client appears with its transport and subscriptions, and without its client id", async () => {
    walk.client = await connect();
    await walk.client.subscribe(`/${walk.application}/public/**`);
    const row = panel("Clients").getByRole("row", { name: /websocket/ });
    await row.getByText("public", { exact: true }).waitFor();
    await row.getByText("**", { exact: true }).waitFor();
    await panel("Clients").getByText("1 connected").waitFor();
    await plot("Clients, last two minutes: now 1, highest 1").waitFor();
  });

  await check("a message appears as it is published, as text and with all its data", async () => {
    const data = { text: "<img src=x onerror=alert(1)>", list: [1, null, { deep: true }] };
    assert.equal(await publish(`/${walk.application}/public/news`, data, walk.key), 200);
    await hasMessage("onerror");
    assert.deepEqual((await inTime(walk.client.events.take(), "the event")).data, data);
    await message("onerror").locator("summary").click();
    assert.equal(await message("onerror").locator("pre").innerText(), JSON.stringify(data, null, 2));
    assert.equal(await message("onerror").locator("img").count(), 0);
    await message("onerror").getByText(`/${walk.application}/public/news`).waitFor();
  });

  await check("the plots show publishes and deliveries", async () => {
    for (const label of ["Publishes per second", "Deliveries per second"]) {
      await page
        .getByRole("img", { name: new RegExp(`^${label}, last two minutes: now [\\d.]+, highest [1-9]`) })
        .waitFor();
    }
  });

  await check("a mistake in JSON is shown with its place, and nothing is lost or published", async () => {
    const wrong = '{\n  "a": 1,\n  "b": [1,, 2]\n}';
    await publishByHand("by/hand", wrong);
    await shows(panel("Publish"), "Line 3, column 11: expected a value");
    assert.equal(await panel("Publish").getByLabel("Data (JSON)").inputValue(), wrong);
    assert.equal(await page.evaluate(() => document.activeElement.selectionStart), wrong.indexOf(",,") + 1);
    await hasNoBarriers(page);
    await publishByHand("by//hand", "1");
    await shows(panel("Publish"), "A segment is empty.");
  });

  await check("a message published by hand arrives with every digit", async () => {
    await publishByHand("by/hand", `{"id":${LONG}}`);
    await page.getByText(/^Published at/).waitFor();
    await hasMessage(`{"id":${LONG}}`);
    assert.equal((await inTime(walk.client.events.take(), "the event")).channel, `/${walk.application}/public/by/hand`);
    await message(LONG).locator("summary").click();
    await message(LONG).getByRole("button", { name: "Edit and publish" }).click();
    assert.equal(await panel("Publish").getByLabel("Data (JSON)").inputValue(), `{\n  "id": ${LONG}\n}`);
    assert.equal(await panel("Publish").getByLabel("Channel").inputValue(), "by/hand");
  });

  await check("the filter takes channel patterns and keeps what it hides", async () => {
    const filter = panel("Messages").getByLabel("Channel");
    await filter.fill("public/by/*");
    await eventually(() => page.locator(".log li").count(), 1);
    await filter.fill(`/${walk.application}/public/**`);
    await eventually(() => page.locator(".log li").count(), 2);
    await filter.fill("public/*/news");
    await shows(panel("Messages"), "can only be the last segment");
    await filter.fill("private/**");
    await page.getByText("No message matches.").waitFor();
    await filter.fill("");
    await eventually(() => page.locator(".log li").count(), 2);
  });

  await check("a pause holds messages back and counts them", async () => {
    await button("Pause").click();
    for (const text of ["first held", "second held"])
      await publish(`/${walk.application}/public/news`, { text }, walk.key);
    await page.getByText("Paused, 2 new").waitFor();
    assert.equal(await message("held").count(), 0);
    await button("Resume").click();
    await eventually(
      async () => (await message("held").locator(".data").allInnerTexts()).map((text) => JSON.parse(text).text),
      ["second held", "first held"],
    );
  });

  await check("at most 200 messages are kept, the newest", async () => {
    for (let at = 0; at < 210; at += 1) await publish(`/${walk.application}/public/many`, { at }, walk.key);
    await hasMessage('{"at":209}');
    await panel("Messages").getByText("Last 200").waitFor();
    assert.equal(await page.locator(".log li").count(), 200);
    assert.equal(await page.locator(".log li").first().locator(".data").innerText(), '{"at":209}');
    await button("Clear").click();
    await page.getByText("No messages yet.").waitFor();
  });

  await check("users of presence channels come and go", async () => {
    const channel = `/${walk.application}/presence/room`;
    const presence = { id: "u-1", name: "Somebody <i>new</i>" };
    const answer = await api(`application/${walk.application}/token`, {
      method: "POST",
      data: { channel, sub: true, presence },
    });
    const member = await connect();
    await member.subscribe(channel, (await answer.json()).token);
    await panel("Presence").getByText("1 user", { exact: true }).waitFor();
    await panel("Presence").getByText("u-1", { exact: true }).waitFor();
    await panel("Presence").getByText("Somebody <i>new</i>").waitFor();
    await hasNoBarriers(page);
    await shot("console");
    await member.disconnect();
    await page.getByText("Nobody is present.").waitFor();
  });
}
