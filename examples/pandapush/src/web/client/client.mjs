// The client as an ECMAScript module. `client.js` exports by `module` in Node and by a global in browsers.

import * as loaded from "./client.js";

const Pandapush = loaded.default ?? globalThis.Pandapush;

export const Client = Pandapush.Client;
export const withFaye = Pandapush.withFaye;
export default Pandapush;
