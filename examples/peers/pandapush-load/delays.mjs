// A histogram of delays, with a resolution of 10 µs and a last interval for all above 20 s.

const PER_MILLISECOND = 100;
const LARGEST = 20_000;

export class Delays {
  #counts = new Uint32Array(LARGEST * PER_MILLISECOND + 1);
  count = 0;

  add(milliseconds) {
    const interval = Math.min(Math.max(Math.round(milliseconds * PER_MILLISECOND), 0), this.#counts.length - 1);
    this.#counts[interval] += 1;
    this.count += 1;
  }

  // Returns the delay in milliseconds that this share of all delays does not exceed, or null without any.
  quantile(share) {
    let left = Math.max(Math.ceil(this.count * share), 1);
    for (const [interval, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return interval / PER_MILLISECOND;
    }
    return null;
  }
}
