// Polling for an expected state, for effects that become visible some time after their cause.

import { isDeepStrictEqual, inspect } from "node:util";

const LIMIT = 20_000;
const PAUSE = 20;

// Calls `read` until it returns a value equal to `expected`. Fails with the last value after a time limit.
export async function eventually(read, expected) {
  const end = performance.now() + LIMIT;
  for (;;) {
    const found = await read();
    if (isDeepStrictEqual(found, expected)) return;
    if (performance.now() > end) throw new Error(`expected ${inspect(expected)}, found ${inspect(found)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

// Records every later text of an element, so that a short-lived text is not missed.
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

// Waits until the element has, or had since `recordTexts`, a text that contains `text`.
export async function hadText(locator, text) {
  const recorded = (element, text) => element.recordedTexts.some((had) => had.includes(text));
  await eventually(() => locator.evaluate(recorded, text), true);
}
