// The live stream of an application. It is opened again after each loss, and says so.

import { call, ofApplication } from "./api.js";
import { parse } from "./json.js";

// Waiting times before each attempt, in seconds. The last one repeats.
const WAITS = [1, 2, 4, 8, 15];
// Statistics come every second. A stream without any event for this long is lost, in milliseconds.
const SILENCE = 10_000;

// Follows the stream until the signal is aborted. Calls `event` for each event with its size in characters, and `state`
// with `{ name, seconds }`, where the name is `connecting`, `live`, `waiting`, `signed-out` or `gone`. Returns a
// function that tries again at once.
export function followLive(id, { signal, event, state }) {
  let source, timer, watchdog;
  let attempts = 0;

  function open() {
    stop();
    state({ name: "connecting" });
    source = new EventSource(`/admin/api/${ofApplication(id, "/live")}`);
    heard();
    source.addEventListener("open", () => {
      state({ name: "live" });
      heard();
    });
    source.addEventListener("message", ({ data }) => {
      // A server that ends each stream at once is asked less and less often.
      attempts = 0;
      heard();
      event(parse(data), data.length);
    });
    source.addEventListener("end", lost);
    source.addEventListener("error", lost);
  }

  async function lost() {
    stop();
    if (signal.aborted) return;
    wait(WAITS[Math.min(attempts, WAITS.length - 1)]);
    attempts += 1;
    // An `EventSource` does not tell the status of its answer.
    const status = await call("GET", ofApplication(id), { signal, background: true }).catch((error) => error.status);
    const name = { 401: "signed-out", 404: "gone" }[status];
    if (!name || signal.aborted) return;
    stop();
    state({ name });
  }

  function wait(seconds) {
    if (seconds <= 0) return open();
    state({ name: "waiting", seconds });
    timer = setTimeout(() => wait(seconds - 1), 1000);
  }

  function heard() {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE);
  }

  function stop() {
    clearTimeout(timer);
    clearTimeout(watchdog);
    source?.close();
    source = undefined;
  }

  signal.addEventListener("abort", stop);
  addEventListener("online", () => source || open(), { signal });
  open();
  return open;
}
