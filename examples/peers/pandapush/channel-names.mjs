// Channels that no other check uses.

import { settings } from "./settings.mjs";

let count = 0;

export function fresh(kind) {
  return `/${settings.app}/${kind}/${Date.now().toString(36)}-${(count += 1)}`;
}
