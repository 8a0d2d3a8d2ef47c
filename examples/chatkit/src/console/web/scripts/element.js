// Elements created from data. Text written by users becomes text nodes and attributes only, never markup.

export const find = (selector) => document.querySelector(selector);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

// Updates the rows of a list to match the items, in their order. Remaining rows keep their elements, and therefore the
// focus.
export function rows(list, items, describe) {
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const wanted = items.map((item) => {
    const { key, current, click, content } = describe(item);
    const row = old.get(key) ?? element("li", { "data-key": key }, element("button", { type: "button" }));
    const button = row.firstElementChild;
    button.onclick = click;
    if (current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.replaceChildren(...content.filter(Boolean));
    return row;
  });
  for (const row of list.children) if (!wanted.includes(row)) row.remove();
  wanted.forEach((row, at) => list.children[at] === row || list.insertBefore(row, list.children[at] ?? null));
}

// Makes a button copy the function's result, and show that for a moment.
export function copies(button, text) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(await text()).then(() => (button.textContent = "Copied"), () => (button.textContent = "Not allowed"));
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}
