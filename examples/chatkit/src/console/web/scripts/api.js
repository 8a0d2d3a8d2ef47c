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
    try {
      const answer = await ask(this.address(where, service), { method, headers, body: JSON.stringify(body) });
      return answer.status === 204 ? undefined : await answer.json();
    } catch (error) {
      if (error.type !== EXPIRED || !again) throw error;
      this.tokens.forget(as);
      return this.call(method, where, { as, body, service }, false);
    }
  }

  // Announces a file, puts its bytes where the answer says, without a token, and gives the part of the message that names it.
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
