// The live stream of an application. It is opened again after each loss, and says so.

import { call, ofApplication } from "./api.js";
import { parse } from "./json.js";

// Waiting times before each attempt, in seconds. The last one repeats.
const WAITS = [1, 2, 4, 8, 15];
// Statistics come every second. A stream without any for this long is lost, in milliseconds.
const SILENCE = 10_000;

// Follows the stream until the signal is aborted. Calls `event` for each event with its size in characters, and `state`
// with `{ name, seconds }`, where the name is `connecting`, `live`, `waiting`, `signed-out` or `gone`. Returns a function that tries again at once.
export function followLive(id, { signal, event, state }) {
  let source, timer, watchdog;
  let attempts = 0;

  function open() {
    stop();
    state({ name: "connecting" });
    source = new EventSource(`/admin/api/${ofApplication(id, "/live")}`);
    source.addEventListener("open", () => {
      attempts = 0;
      state({ name: "live" });
      heard();
    });
    source.addEventListener("message", ({ data }) => {
      heard();
      event(parse(data), data.length);
    });
    source.addEventListener("end", lost);
    source.addEventListener("error", lost);
  }

  async function lost() {
    stop();
    if (signal.aborted) return;
    const seconds = WAITS[Math.min(attempts, WAITS.length - 1)];
    attempts += 1;
    // An `EventSource` does not tell the status of its answer.
    const status = await call("GET", ofApplication(id), { signal, background: true }).then(
      () => 200,
      (error) => error.status,
    );
    if (signal.aborted || source) return;
    if (status === 401) state({ name: "signed-out" });
    else if (status === 404) state({ name: "gone" });
    else wait(seconds);
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
