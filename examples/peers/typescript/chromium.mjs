// Drives a client in Chromium.

import { launch } from "../browser.mjs";
import { Report } from "../report.mjs";

const report = new Report();
const { context, close } = await launch();
try {
  const page = await context.newPage();
  await page.goto(`${process.env.BASE_URL}/trial/`);
  const results = await page.evaluate(async (base) => {
    const { drive } = await import("/trial/driver.mjs");
    const results = [];
    await drive(base, undefined, async (name, body) => {
      try {
        await body();
        results.push({ name });
      } catch (error) {
        results.push({ name, error: String(error?.stack ?? error) });
      }
    });
    return results;
  }, process.env.BASE_URL);
  for (const { name, error } of results) {
    await report.check(name, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
} finally {
  await close();
}
process.exitCode = report.finish();
