// Records the problems of a page: errors, warnings, policy violations, and requests to other servers.

// The browser logs every 4xx response. Checks cause such responses on purpose.
const CLIENT_ERROR = "Failed to load resource: the server responded with a status of 4";

export class Watch {
  problems = [];
  requests = 0;

  async over(page, address) {
    await page.addInitScript(() =>
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
        console.error(`policy violated: ${violatedDirective} by ${blockedURI}`),
      ),
    );
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => {
      const text = message.text();
      if (["error", "warning"].includes(message.type()) && !text.startsWith(CLIENT_ERROR)) this.problems.push(text);
    });
    page.on("request", (request) => this.#request(new URL(request.url()), address));
    page.on("websocket", (socket) => this.#request(new URL(socket.url()), address));
    return page;
  }

  #request(url, address) {
    this.requests += 1;
    if (url.protocol !== "data:" && url.host !== address) this.problems.push(`request to ${url}`);
  }
}
