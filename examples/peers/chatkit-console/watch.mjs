// What a page must not do: fail, break its own policy, or ask anybody but its server.

// A browser notes refused requests itself; those the tests provoke, and see on the page.
const REFUSED = "Failed to load resource: the server responded with a status of 4";

export class Watch {
  troubles = [];
  requests = 0;

  async over(page, address) {
    await page.addInitScript(() =>
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        console.error(`policy violated: ${violatedDirective} by ${blockedURI}`),
      ),
    );
    page.on("pageerror", (error) => this.troubles.push(String(error)));
    page.on("console", (message) => {
      const told = message.text();
      if (["error", "warning"].includes(message.type()) && !told.startsWith(REFUSED)) this.troubles.push(told);
    });
    page.on("request", (request) => this.#asks(new URL(request.url()), address));
    page.on("websocket", (socket) => this.#asks(new URL(socket.url()), address));
    return page;
  }

  #asks(url, address) {
    this.requests += 1;
    if (url.protocol !== "data:" && url.host !== address) this.troubles.push(`asked ${url}`);
  }
}
