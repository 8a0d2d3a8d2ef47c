// A TCP proxy with a constant address for a server that restarts on another port.
//
// A restarted server cannot reuse its port reliably, because another process may have taken it.

import { connect, createServer } from "node:net";

export class ForwardingProxy {
  #server = createServer((client) => this.#forward(client));
  #target;
  #clients = new Set();

  // Listens on a free port of the loopback interface.
  static async open() {
    const proxy = new ForwardingProxy();
    await new Promise((resolve, reject) => {
      proxy.#server.once("error", reject);
      proxy.#server.listen(0, "127.0.0.1", resolve);
    });
    proxy.#server.unref();
    return proxy;
  }

  get address() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  // Forwards later connections to this address.
  forwardTo(address) {
    this.#target = address;
  }

  // Closes all connections. With a target, clients can connect again at once.
  cut() {
    for (const client of this.#clients) client.destroy();
  }

  // Closes the connection if there is no target yet.
  #forward(client) {
    this.#clients.add(client);
    client.on("close", () => this.#clients.delete(client));
    client.on("error", () => {});
    if (this.#target === undefined) return client.destroy();
    const [host, port] = this.#target.split(":");
    const server = connect(Number(port), host);
    server.on("error", () => client.destroy());
    // What one end wrote before it closed still reaches the other.
    server.on("close", () => client.destroySoon());
    client.on("close", () => server.destroySoon());
    client.pipe(server).pipe(client);
  }
}
