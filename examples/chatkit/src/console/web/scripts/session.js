// The instance, its key and the last selection. They are stored in this tab only.

const STORED = "chatkit-console";
const session = JSON.parse(sessionStorage.getItem(STORED) ?? "{}");

// Reads the session. The link takes precedence over the tab. Its fragment is removed from the address bar, where the
// key could be seen or copied.
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

// Returns the instance id, which paths and tokens contain, and both parts of the key.
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
