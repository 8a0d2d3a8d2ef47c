// An address that stays: passes each connection on to a server that may be started anew on another port.
//
// A server that is started again on the port it had may find that somebody else took it meanwhile.

import { connect, createServer } from "node:net";

export class Doorway {
  #server = createServer((client) => this.#pass(client));
  #target;

  // Listens on a free port of loopback.
  static async open() {
    const doorway = new Doorway();
    await new Promise((resolve, reject) => {
      doorway.#server.once("error", reject);
      doorway.#server.listen(0, "127.0.0.1", resolve);
    });
    doorway.#server.unref();
    return doorway;
  }

  get address() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  // Passes connections on to this address from now on.
  leadTo(address) {
    this.#target = address;
  }

  // Without a server behind it, a connection is closed without an answer.
  #pass(client) {
    client.on("error", () => {});
    if (this.#target === undefined) return client.destroy();
    const [host, port] = this.#target.split(":");
    const server = connect(Number(port), host);
    server.on("error", () => client.destroy());
    server.on("close", () => client.destroy());
    client.on("close", () => server.destroy());
    client.pipe(server).pipe(client);
  }
}
