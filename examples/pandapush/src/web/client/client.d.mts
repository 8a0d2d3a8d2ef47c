// Types of the Pandapush client as an ECMAScript module (`client.mjs`).

import * as Pandapush from "./client.js";

export * from "./client.js";
export default Pandapush;
