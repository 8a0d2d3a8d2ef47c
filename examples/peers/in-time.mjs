// A time limit for promises.

// The default limit in milliseconds, with a margin for busy machines.
const LIMIT = 20_000;

// Returns the promise with a time limit in milliseconds. `what` names the awaited event in the error.
export function inTime(promise, what, limit = LIMIT) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`time-out after ${limit} ms: ${what}`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
