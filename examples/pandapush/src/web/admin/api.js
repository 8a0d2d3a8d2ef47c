// Calls of the admin API. The session is a cookie, so a call needs no credentials of its own.

import { signInAgain } from "./sign-in-again.js";

// An answer of the server that is not a success, or no answer (status 0).
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  get isSignedOut() {
    return this.status === 401;
  }
}

const WORDS = {
  400: "The server refused the input.",
  401: "You are signed out.",
  403: "You may not do this.",
  404: "Not found. It may have been deleted, or you are not one of its admins.",
  413: "This is too large for the server.",
  429: "Too many requests. Wait a moment and try again.",
};

// How long an answer may take, in milliseconds.
const LIMIT = 20_000;

// The longest text of an error that is shown.
const LONGEST = 300;

// Calls a route below /admin/api and returns its JSON, or undefined if the answer is not JSON. If the session has
// ended, asks for the password and repeats the call, unless it is in the background.
export async function call(method, path, { body, text, signal, background = false } = {}) {
  const send = () => request(method, `/admin/api/${path}`, { body, text, signal });
  let answer = await send();
  if (answer.status === 401 && !background && (await signInAgain())) answer = await send();
  if (!answer.ok) throw await failure(answer);
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  return isJson ? answer.json() : undefined;
}

// Returns the path of an application below /admin/api.
export const ofApplication = (id, rest = "") => `application/${encodeURIComponent(id)}${rest}`;

// Opens a session. Throws an `ApiError` with a message for the form.
export async function signIn(username, password) {
  const answer = await request("POST", "/admin/session", { body: { username, password } });
  if (answer.status === 401) throw new ApiError(401, "The user name or the password is wrong.");
  if (answer.status === 429) throw new ApiError(429, `Too many attempts. ${wait(answer.headers.get("retry-after"))}`);
  if (!answer.ok) throw await failure(answer);
}

// Ends the session.
export async function signOut() {
  const answer = await request("DELETE", "/admin/session");
  if (!answer.ok && answer.status !== 401) throw await failure(answer);
}

async function request(method, path, { body, text, signal } = {}) {
  const headers = { accept: "application/json, text/plain;q=0.9" };
  const limit = AbortSignal.timeout(LIMIT);
  const until = signal ? AbortSignal.any([signal, limit]) : limit;
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  if (sent !== undefined) headers["content-type"] = "application/json";
  try {
    return await fetch(path, {
      method,
      headers,
      body: sent,
      signal: until,
      credentials: "same-origin",
      cache: "no-store",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (error.name === "TimeoutError") throw new ApiError(0, `No answer within ${LIMIT / 1000} s. Try again.`);
    throw new ApiError(0, "The server cannot be reached. Check the connection and try again.");
  }
}

async function failure(answer) {
  const text = (await answer.text().catch(() => "")).trim();
  const isText = (answer.headers.get("content-type") ?? "").startsWith("text/plain");
  const known = WORDS[answer.status] ?? `The server answered with status ${answer.status}.`;
  // The server's shortest texts, for example `Not found`, say less than ours.
  const says =
    isText && answer.status !== 401 && answer.status !== 404 && text !== "Unauthorized" && text !== "error" && text;
  return new ApiError(answer.status, says ? text.slice(0, LONGEST) : known);
}

function wait(seconds) {
  return /^\d+$/.test(seconds ?? "") ? `Try again in ${seconds} s.` : "Try again later.";
}
