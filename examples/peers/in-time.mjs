// Bounds how long something is waited for.

// Longer than anything takes on a busy machine.
const LIMIT = 20_000;

// The promise, or after the limit in milliseconds an error that says what did not come.
export function inTime(promise, what, limit = LIMIT) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${limit} ms in vain for ${what}`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
