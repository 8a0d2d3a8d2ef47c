// Which instance, with which key, and what was last looked at. All of it stays in this tab.

const STORED = "chatkit-console";
const session = JSON.parse(sessionStorage.getItem(STORED) ?? "{}");

// What the link says wins over what the tab knows. It leaves the address bar, where it would be seen, copied and kept.
export function recall() {
  const link = new URLSearchParams(location.hash.slice(1));
  if (link.has("instance")) {
    const instance = link.get("instance");
    const key = link.get("key") ?? (instance === session.instance ? session.key : undefined);
    if (instance !== session.instance || key !== session.key) {
      Object.assign(session, { instance, key, user: undefined, room: undefined });
    }
    history.replaceState(null, "", location.pathname);
    keep();
  }
  return session;
}

export function remember(changes) {
  Object.assign(session, changes);
  keep();
}

export function forget() {
  sessionStorage.removeItem(STORED);
}

// The instance's id, which is what paths and tokens name, and the key's two halves.
export function parse({ instance, key }) {
  const locator = instance.split(":");
  if (locator.length !== 3 || locator.includes("")) throw new Error("A locator has three parts, like v1:us1:8f1e0c52.");
  const colon = key.indexOf(":");
  const [keyId, secret] = [key.slice(0, colon), key.slice(colon + 1)];
  if (colon < 1 || secret === "") throw new Error("A key has an id and a secret with a colon between them, like id:secret.");
  return { instanceId: locator[2], keyId, secret };
}

function keep() {
  sessionStorage.setItem(STORED, JSON.stringify(session));
}
