// The messages that the console keeps: bounded in number and in size, with the ones that are shown kept longest.

// How many messages are kept.
export const MOST = 200;
// How many characters of messages are kept.
const MOST_CHARACTERS = 4_000_000;

export class KeptMessages {
  // The entries, newest first.
  entries = [];
  #characters = 0;
  #made = 0;

  // Adds an entry. If there are too many, removes the oldest one that `isShown` rejects, else the oldest. Returns how
  // many of those that it shows were removed.
  add(entry, isShown) {
    this.entries.unshift({ ...entry, key: String((this.#made += 1)) });
    this.#characters += entry.size;
    let removed = 0;
    while (this.entries.length > MOST || (this.#characters > MOST_CHARACTERS && this.entries.length > 1)) {
      // Without a hidden one this is -1, the index of the last entry.
      const hidden = this.entries.findLastIndex((kept) => !isShown(kept));
      const [gone] = this.entries.splice(hidden, 1);
      this.#characters -= gone.size;
      if (isShown(gone)) removed += 1;
    }
    return removed;
  }

  clear() {
    this.entries = [];
    this.#characters = 0;
  }
}
