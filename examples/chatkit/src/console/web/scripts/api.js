// Requests to the public API, and the errors it answers with.

export const EXPIRED = "authentication/expired";

export class ApiError extends Error {
  constructor(status, { error, error_description } = {}) {
    super(error_description ?? `The server answered ${status}.`);
    this.status = status;
    this.type = error ?? `status ${status}`;
  }
}

// A path of which each inserted value is one segment, or one value of the query.
export const path = (texts, ...values) => String.raw({ raw: texts }, ...values.map(encodeURIComponent));

export class Api {
  constructor(instanceId, tokens) {
    this.instanceId = instanceId;
    this.tokens = tokens;
  }

  address(where, service = "chatkit/v6") {
    return `/services/${service}/${encodeURIComponent(this.instanceId)}${where}`;
  }

  // As this user, or without one as the super-user.
  async call(method, where, { as, body, service } = {}, again = true) {
    const headers = { authorization: `Bearer ${await this.tokens.of(as)}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const answer = await this.#fetch(this.address(where, service), { method, headers, body: JSON.stringify(body) });
    if (answer.ok) return answer.status === 204 ? undefined : answer.json();
    const error = new ApiError(answer.status, await answer.json().catch(() => undefined));
    if (error.type !== EXPIRED || !again) throw error;
    this.tokens.forget(as);
    return this.call(method, where, { as, body, service }, false);
  }

  async #fetch(address, request) {
    try {
      return await fetch(address, request);
    } catch {
      throw new Error("The server cannot be reached.");
    }
  }
}
