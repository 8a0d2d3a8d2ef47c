// Reading a list again and again while it is on the screen.

// The pause between two readings, in milliseconds.
const PAUSE = 5_000;
// The shortest pause before a reading that is asked for, in milliseconds.
const SOON = 300;

// Calls `read` until the signal is aborted, never twice at a time and not while the page is hidden. `soon` of the result
// reads after a short pause.
export function poll(read, signal) {
  let timer;
  let busy = false;
  let again = false;

  async function run() {
    clearTimeout(timer);
    if (signal.aborted) return;
    if (busy) return void (again = true);
    busy = true;
    if (!document.hidden) await read();
    busy = false;
    if (signal.aborted) return;
    timer = setTimeout(run, again ? SOON : PAUSE);
    again = false;
  }
  function soon() {
    if (busy) again = true;
    else if (!asked) asked = setTimeout(() => ((asked = undefined), run()), SOON);
  }

  let asked;
  signal.addEventListener("abort", () => (clearTimeout(timer), clearTimeout(asked)));
  document.addEventListener("visibilitychange", () => document.hidden || soon(), { signal });
  run();
  return { now: run, soon };
}
