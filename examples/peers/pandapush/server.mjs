// The server under test, which can be killed and started again behind a constant address.

import { ForwardingProxy } from "../forwarding-proxy.mjs";
import { start } from "../program.mjs";
import { settings } from "./settings.mjs";

export class Server {
  #proxy;
  #running;

  static async start() {
    const server = new Server();
    server.#proxy = await ForwardingProxy.open();
    await server.restart();
    return server;
  }

  get url() {
    return `http://${this.#proxy.address}`;
  }

  async restart() {
    const options = ["serve", "--listen", "127.0.0.1:0", "--data", settings.data];
    this.#running = await start(settings.program, options, this.#proxy);
  }

  // Ends the server as a crash does, without a word to its clients.
  kill() {
    return this.#running.kill();
  }

  stop() {
    return this.#running.stop();
  }
}
