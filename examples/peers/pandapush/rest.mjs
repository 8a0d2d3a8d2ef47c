// Publishing by the REST API.

import assert from "node:assert/strict";

import { basic } from "./credentials.mjs";

// Returns the status code and the body of a publication.
export async function post(url, channel, data, { authorization = basic(), query = "" } = {}) {
  const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
  const response = await fetch(`${url}/channel${channel}${query}`, {
    method: "POST",
    headers,
    body: JSON.stringify(data),
  });
  return { status: response.status, body: await response.text() };
}

// Publishes data with key and secret, or with other credentials.
export async function publish(url, channel, data, credentials) {
  assert.deepEqual(await post(url, channel, data, credentials), { status: 200, body: "OK" });
}
