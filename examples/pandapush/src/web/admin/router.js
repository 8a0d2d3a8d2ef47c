// Paths and their screens. Links inside of the admin change the screen without loading the page again.

const routes = [];
let place;
let missing;
let leaving = new AbortController();

// Adds a screen for paths that match. It is called with the place to fill, the groups of the match, and a signal that is
// aborted when the screen is left.
export function route(pattern, render) {
  routes.push({ pattern, render });
}

// Shows the screen of the current path, and from now on that of each link that is followed.
export function startRouter(screen, renderMissing) {
  place = screen;
  missing = renderMissing;
  document.addEventListener("click", follow);
  addEventListener("popstate", () => show(true));
  show(false);
}

// Goes to a path of the admin.
export function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  show(true);
}

// Sets the title of the window.
export function setTitle(...parts) {
  document.title = [...parts, "Pandapush"].filter(Boolean).join(" · ");
}

function show(movesFocus) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const path = location.pathname;
  const found = routes.find(({ pattern }) => pattern.test(path));
  const groups = found
    ? found.pattern
        .exec(path)
        .slice(1)
        .map((group) => group && decode(group))
    : [];
  place.replaceChildren();
  (found?.render ?? missing)(place, groups, signal);
  if (!movesFocus) return;
  // A screen reader reads the new screen from its start, as after loading a page.
  place.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  if (link.hash || !routes.some(({ pattern }) => pattern.test(link.pathname))) return;
  event.preventDefault();
  go(link.pathname);
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
