// Waits until something is as expected: what one page did is seen on another, or after an answer, only some time later.

import { isDeepStrictEqual, inspect } from "node:util";

const LIMIT = 20_000;
const PAUSE = 20;

// Reads again and again until `read` gives something equal to `expected`; fails with what it gave last.
export async function eventually(read, expected) {
  const end = performance.now() + LIMIT;
  for (;;) {
    const found = await read();
    if (isDeepStrictEqual(found, expected)) return;
    if (performance.now() > end) throw new Error(`expected ${inspect(expected)}, and after ${LIMIT} ms it is still ${inspect(found)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

// Records every text that an element has from now on, so that one that is gone again soon cannot be missed.
export async function recordTexts(locator) {
  await locator.evaluate((element) => {
    element.recordedTexts = [element.textContent];
    new MutationObserver(() => element.recordedTexts.push(element.textContent)).observe(element, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
}

// Waits until the element has, or had since `recordTexts`, a text that contains this one.
export async function hadText(locator, text) {
  await eventually(() => locator.evaluate((element, text) => element.recordedTexts.some((had) => had.includes(text)), text), true);
}
