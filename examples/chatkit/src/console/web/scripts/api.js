// Requests to the public API, and its errors.

export const EXPIRED = "authentication/expired";

export class ApiError extends Error {
  constructor(status, { error, error_description } = {}) {
    super(error_description ?? `The server answered ${status}.`);
    this.status = status;
    this.type = error ?? `status ${status}`;
  }
}

// Builds a path. Each inserted value is encoded as one segment or one query value.
export const path = (texts, ...values) => String.raw({ raw: texts }, ...values.map(encodeURIComponent));

export class Api {
  constructor(instanceId, tokens) {
    this.instanceId = instanceId;
    this.tokens = tokens;
  }

  address(where, service = "chatkit/v6") {
    return `/services/${service}/${encodeURIComponent(this.instanceId)}${where}`;
  }

  // Sends a request as this user, or without a user as the superuser.
  async call(method, where, { as, body, service } = {}, again = true) {
    const headers = { authorization: `Bearer ${await this.tokens.of(as)}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    try {
      const answer = await ask(this.address(where, service), { method, headers, body: JSON.stringify(body) });
      return answer.status === 204 ? undefined : await answer.json();
    } catch (error) {
      if (error.type !== EXPIRED || !again) throw error;
      this.tokens.forget(as);
      return this.call(method, where, { as, body, service }, false);
    }
  }

  // Announces a file, uploads its content to the returned address without a token, and returns the part of the message.
  async upload(room, file, as) {
    const type = file.type || "application/octet-stream";
    const body = { content_type: type, content_length: file.size, name: file.name };
    const { attachment_id, upload_url } = await this.call("POST", path`/rooms/${room}/attachments`, { as, body });
    await ask(upload_url, { method: "PUT", headers: { "content-type": type }, body: file });
    return { type, attachment: { id: attachment_id } };
  }
}

async function ask(address, request) {
  const answer = await fetch(address, request).catch(() => {
    throw new Error("The server cannot be reached.");
  });
  if (!answer.ok) throw new ApiError(answer.status, await answer.json().catch(() => undefined));
  return answer;
}
