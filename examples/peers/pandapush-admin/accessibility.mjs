// Checks of a page that people with a keyboard, a screen reader or a small screen depend on.

import assert from "node:assert/strict";

import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// Fails with the rules that the page breaks, among them labels, roles and contrast.
export async function hasNoBarriers(page) {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(
    (values) => axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  assert.ok(passes.length > 10, `only ${passes.length} rules were checked`);
  assert.deepEqual(
    violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" | ")}`),
    [],
  );
}

// Fails if the page is wider than its window.
export async function fits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `the content is ${content} pixels wide, and the window ${window}`);
}

// Presses Tab until the element has the focus, and checks that every element on the way shows its focus.
export async function tabTo(page, locator, most = 80) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    assert.ok(
      await page.evaluate(showsFocus),
      `no visible focus: ${await page.evaluate(() => document.activeElement.outerHTML)}`,
    );
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`not reached by ${most} times Tab: ${locator}`);
}

// Presses Tab through the whole page. Returns how many elements had the focus before it left the page.
export async function tabThrough(page, most = 300) {
  await page.evaluate(() => document.activeElement?.blur());
  await page.evaluate(() => document.body.setAttribute("data-tabbed", "0"));
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    const left = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body || at.hasAttribute("data-had-focus")) return true;
      at.setAttribute("data-had-focus", "");
      return false;
    });
    if (left) return pressed;
  }
  assert.fail(`the focus did not leave the page after ${most} times Tab`);
}

function showsFocus() {
  const at = document.activeElement;
  if (at === document.body) return true;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const { width, height } = at.getBoundingClientRect();
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && width > 1 && height > 1;
}
