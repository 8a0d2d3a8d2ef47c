// Elements created from data. Texts of the server and of messages become text nodes and attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";

// Creates an element. An attribute whose value is a function is a listener, `true` is an empty attribute, and `false`,
// `null` and `undefined` are left out. The same holds for children.
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

// Creates an element of an SVG picture.
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== false && child !== undefined && child !== null));
  return made;
}

// Sets the text of an element, and leaves the element alone if it has this text. An unchanged live region is silent.
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// Updates the children of a list to match the items, in their order. `make` creates a row for a new key, and `update`
// changes one that exists. Rows that stay keep their elements, and so the focus and what is open in them.
export function rows(list, items, key, make, update = () => {}) {
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const wanted = items.map((item) => {
    const name = key(item);
    const row = old.get(name) ?? make(item);
    row.dataset.key = name;
    update(row, item);
    return row;
  });
  const kept = new Set(wanted);
  for (const row of [...list.children]) if (!kept.has(row)) row.remove();
  wanted.forEach((row, at) => list.children[at] === row || list.insertBefore(row, list.children[at] ?? null));
}
