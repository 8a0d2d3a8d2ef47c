// Name and admins of an application.

import assert from "node:assert/strict";

import { hasNoBarriers } from "../accessibility.mjs";

export async function info(walk, check) {
  const { page, user, shot, heading, button, tab, panel, shows } = walk;

  await check("the application is renamed, and its admins are changed", async () => {
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
    const admins = await page
      .getByRole("list", { name: "Admins" })
      .getByRole("listitem")
      .locator("span")
      .allInnerTexts();
    assert.deepEqual(
      admins.toSorted(),
      ["a.very.long.user.name.that.goes.on@department.university.example.org", user].toSorted(),
    );
    await hasNoBarriers(page);
    await shot("info");
  });
}
