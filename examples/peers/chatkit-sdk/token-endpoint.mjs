// The token endpoint of an application: a server that calls `authenticate` of the server SDK.

import http from "node:http";

export class TokenEndpoint {
  requests = [];
  issued = [];
  lifetime;
  #sdk;
  #server = http.createServer((request, response) => this.#answer(request, response));

  static async start(sdk) {
    const endpoint = new TokenEndpoint();
    endpoint.#sdk = sdk;
    await new Promise((resolve) => endpoint.#server.listen(0, "127.0.0.1", resolve));
    endpoint.address = `http://127.0.0.1:${endpoint.#server.address().port}/token`;
    return endpoint;
  }

  stop() {
    this.#server.close();
  }

  async #answer(request, response) {
    const { pathname, searchParams: query } = new URL(request.url, this.address);
    let body = "";
    for await (const chunk of request) body += chunk;
    this.requests.push({ method: request.method, query, headers: request.headers, body });
    if (pathname.endsWith("/refuse")) {
      response.writeHead(403).end("no");
      return;
    }
    const authPayload = Object.fromEntries(new URLSearchParams(body));
    const { status, headers, body: answer } = this.#sdk.authenticate({ userId: query.get("user_id"), authPayload });
    if (answer.access_token) this.issued.push(answer.access_token);
    response.writeHead(status, { ...headers, "content-type": "application/json" });
    response.end(JSON.stringify({ ...answer, expires_in: this.lifetime ?? answer.expires_in }));
  }
}
