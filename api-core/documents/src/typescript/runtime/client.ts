/** Where an API is served, and how requests are sent. */
export interface Settings {
  /** The URL in front of the paths of the API, for example `https://rooms.example`. */
  readonly baseUrl: string | URL;
  /**
   * The credentials, or a function that fetches them. The function is called once for all requests that wait for it. Its
   * result is used until it expires, or until a request with it is answered with 401, which is then sent once more.
   */
  readonly token?: string | (() => string | Token | Promise<string | Token>);
  /** Header fields of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The maximum time of a call in milliseconds, of a stream that until its header section. Default: 60,000. */
  readonly timeLimit?: number;
  /** The function that sends requests. Default: `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Credentials that expire. */
export interface Token {
  readonly token: string;
  /** The time in seconds for which the token is valid. */
  readonly expiresIn: number;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
  /** Further header fields. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The maximum time in milliseconds. Default: that of the settings. */
  readonly timeLimit?: number | undefined;
}

/** The result of a call: a promise of its value, which an error of the API rejects with an `ApiError`. */
export interface Call<T, E> extends Promise<T> {
  /** Returns the value or the error of the API. Failures reject the promise. */
  outcome(): Promise<Outcome<T, E>>;
}

/** The value of a call, or the error that the API answered. */
export type Outcome<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Any JSON value. Integers beyond 2^53 are of type `bigint`. */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

/** The content of a body of bytes. */
export type Bytes = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** An error that the API does not declare, for example of a proxy. */
export interface UnknownError {
  readonly kind: null;
  readonly status: number;
  /** The kind that the response has, if it is in the API's format. */
  readonly name?: string;
  readonly description?: string;
  /** The time in seconds after which the request may be repeated. */
  readonly retryAfter?: number;
  /** The content: JSON, or text. */
  readonly content: Json;
}

/** An error that the API answered. `error` is one of those that the operation declares, or an `UnknownError`. */
export class ApiError<E extends { readonly kind: string | null; readonly status: number } = UnknownError> extends Error {
  override readonly name = "ApiError";
  constructor(readonly error: E) {
    const { description, name } = error as { description?: string; name?: string };
    super(`${description ?? error.kind ?? name ?? "the server answered with an error"} (${error.status})`);
  }
}

/** What prevented a call from having a result. */
export type FailureKind =
  | "aborted"
  | "timeout"
  | "network"
  | "credentials"
  | "encode"
  | "decode"
  | "unexpected"
  | "overflow";

/** A call without a result of the API. */
export class Failure extends Error {
  override readonly name = "Failure";
  constructor(
    readonly kind: FailureKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A place of an API, as `connect` returns it. */
export class Client {
  readonly settings: Settings;
  readonly bound: Readonly<Record<string, string>>;
  readonly #tokens: Tokens;

  constructor(settings: Settings, bound: Readonly<Record<string, string>>) {
    this.settings = settings;
    this.bound = bound;
    this.#tokens = new Tokens(settings.token);
  }

  /** Sends a request, with credentials, and once more with new ones after a 401. */
  async send(url: string, init: RequestInit, security: Security | undefined, repeatable: boolean): Promise<Response> {
    const fetch = this.settings.fetch ?? globalThis.fetch;
    const signal = init.signal as AbortSignal;
    for (let attempt = 1; ; attempt += 1) {
      const token = security === undefined ? undefined : await abortable(this.#tokens.current(), signal);
      const headers = new Headers(init.headers);
      if (token !== undefined && security !== undefined && !headers.has(security[0])) {
        headers.set(security[0], security[1] + token);
      }
      let response: Response;
      try {
        response = await fetch(url, { ...init, headers });
      } catch (cause) {
        throw failed(signal, cause);
      }
      const again = response.status === 401 && token !== undefined && repeatable && attempt === 1;
      if (!again || !this.#tokens.renew(token)) {
        return response;
      }
      await response.body?.cancel();
    }
  }

  /** Returns the token of a connection that is opened without `fetch`. */
  token(): Promise<string | undefined> {
    return this.#tokens.current();
  }
}

/** The name of a header field, and what stands before the token. */
type Security = readonly [name: string, scheme: string];

/** The token of a client. Requests that wait for a new one share one call of the source. */
class Tokens {
  readonly #source: Settings["token"];
  #cached: CachedToken | undefined;

  constructor(source: Settings["token"]) {
    this.#source = source;
  }

  async current(): Promise<string | undefined> {
    const source = this.#source;
    if (typeof source !== "function") {
      return source;
    }
    if (this.#cached === undefined || this.#cached.expires <= Date.now()) {
      const cached: CachedToken = { token: undefined, expires: Infinity, fetched: Promise.resolve("") };
      cached.fetched = this.#fetch(source, cached);
      this.#cached = cached;
    }
    return this.#cached.fetched;
  }

  /** Forgets a token that was refused. Returns whether there may be another one. */
  renew(refused: string): boolean {
    if (this.#cached?.token === refused) {
      this.#cached = undefined;
    }
    return typeof this.#source === "function";
  }

  async #fetch(source: () => string | Token | Promise<string | Token>, cached: CachedToken): Promise<string> {
    try {
      const found = await source();
      cached.token = typeof found === "string" ? found : found.token;
      cached.expires = typeof found === "string" ? Infinity : Date.now() + found.expiresIn * 1000;
      return cached.token;
    } catch (cause) {
      if (this.#cached === cached) {
        this.#cached = undefined;
      }
      throw new Failure("credentials", "the token could not be fetched", { cause });
    }
  }
}

interface CachedToken {
  /** The token, once it is there. */
  token: string | undefined;
  /** The time in milliseconds until which it is valid. */
  expires: number;
  fetched: Promise<string>;
}

/** One operation of the API. */
interface Operation {
  readonly method: string;
  /** Texts, the name of a capture of the base, and arguments. */
  readonly path: readonly (string | PathArgument)[];
  /** What every request has in its query and its header section. */
  readonly fixed?: { readonly query?: readonly string[]; readonly headers?: Readonly<Record<string, string>> };
  readonly query?: readonly QueryArgument[];
  readonly headers?: readonly (readonly [name: string, argument: string])[];
  readonly cookies?: readonly (readonly [name: string, argument: string])[];
  readonly body?: readonly BodyForm[];
  readonly accept?: string;
  readonly security?: Security;
  readonly answers: readonly Answer[];
  /** Whether the result has the status and the header fields, or is the content alone. */
  readonly whole?: boolean;
  readonly errors: Errors;
  /** Whether a redirection is an answer. */
  readonly redirects?: boolean;
}

/** A capture: an argument, or of the base. `kind`: a value of one segment, or of several. */
interface PathArgument {
  readonly argument?: string;
  readonly bound?: string;
  readonly rest?: true;
  /** The text between this value and an earlier one in the same segment. */
  readonly after?: string;
}

interface BodyForm {
  readonly mediaType: string;
  readonly write: (value: unknown, form: BodyForm) => BodyInit;
  readonly styles?: Styles;
  /** The names of the parts, in their order. */
  readonly parts?: readonly string[];
  /** Whether the argument has the media type beside the value. */
  readonly chosen?: boolean;
}

/** A response that is a value. A status of one digit is that of a class. */
interface Answer {
  readonly status: number;
  readonly mediaType?: string;
  readonly read?: (response: Response, answer: Answer) => unknown;
  readonly wide?: unknown;
  readonly headers?: readonly HeaderOfAnswer[];
  readonly choice?: true;
}

/** A header field of an answer, the key that it has in the result, and the type of its value or items. */
type HeaderOfAnswer = readonly [
  name: string,
  key: string,
  type: "text" | "number" | "bigint" | "boolean",
  isList?: boolean,
  isRequired?: boolean,
];

/** The errors of an operation, and where their parts are. */
interface Errors {
  readonly form: ErrorForm;
  readonly cases: readonly ErrorCase[];
}

/** The keys of a document of an error. Without `kind` the status decides. */
interface ErrorForm {
  readonly kind?: readonly [key: string, prefix: string];
  readonly description?: string;
  readonly details?: string;
}

interface ErrorCase {
  readonly kind: string;
  readonly status: number;
  readonly details?: "required" | "optional";
  readonly wide?: unknown;
  readonly headers?: readonly HeaderOfAnswer[];
}

/** Starts a call that has one answer. */
function call<T, E>(client: Client, operation: Operation, args: object, options: CallOptions = {}): Call<T, E> {
  const promise = answered<T>(client, operation, args as Arguments, options);
  return withOutcome<T, E>(promise);
}

function withOutcome<T, E>(promise: Promise<T>): Call<T, E> {
  return Object.assign(promise, {
    async outcome(): Promise<Outcome<T, E>> {
      try {
        return { ok: true, value: await promise };
      } catch (thrown) {
        if (thrown instanceof ApiError) {
          return { ok: false, error: thrown.error as E };
        }
        throw thrown;
      }
    },
  });
}

type Arguments = Readonly<Record<string, unknown>>;

async function answered<T>(client: Client, operation: Operation, args: Arguments, options: CallOptions): Promise<T> {
  const deadline = new Deadline(options.timeLimit ?? client.settings.timeLimit ?? 60_000, options.signal);
  let streams = false;
  try {
    const response = await request(client, operation, args, options, deadline.signal);
    const answer = answerOf(operation, response);
    streams = answer.read === readStream;
    return (await valueOf(operation, response, answer)) as T;
  } catch (thrown) {
    throw thrown instanceof Failure || thrown instanceof ApiError ? thrown : failed(deadline.signal, thrown);
  } finally {
    deadline.stop(streams);
  }
}

/** Sends the request of an operation, and throws the error that it is answered with. */
async function request(
  client: Client,
  operation: Operation,
  args: Arguments,
  options: CallOptions,
  signal: AbortSignal,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers = new Headers(client.settings.headers);
  const set = (fields: Readonly<Record<string, string>> | undefined) =>
    Object.entries(fields ?? {}).forEach(([name, value]) => headers.set(name, value));
  set(operation.fixed?.headers);
  if (operation.accept !== undefined) {
    headers.set("accept", operation.accept);
  }
  writeHeaders(operation, args, headers);
  const init: RequestInit = { method: operation.method, signal, headers };
  let repeatable = true;
  const form = formOf(operation, args["body"]);
  if (form !== undefined) {
    const value = form.chosen === true ? (args["body"] as { content: unknown }).content : args["body"];
    if (value !== undefined) {
      init.body = form.write(value, form);
      repeatable = !(init.body instanceof ReadableStream);
      // A form of parts names its own boundary.
      if (!headers.has("content-type") && !(init.body instanceof FormData)) {
        headers.set("content-type", init.body instanceof Blob && init.body.type !== "" ? init.body.type : form.mediaType);
      }
      if (!repeatable) {
        Object.assign(init, { duplex: "half" });
      }
    }
  }
  if (operation.redirects === true) {
    init.redirect = "manual";
  }
  set(options.headers);
  set(more);
  const response = await client.send(address(client, operation, args), init, operation.security, repeatable);
  if (response.type === "opaqueredirect") {
    throw new Failure("unexpected", "the answer is a redirection, which browsers do not show to programs");
  }
  const isSuccess = response.ok || operation.answers.some((answer) => answer.status === response.status);
  if (!isSuccess) {
    throw new ApiError(await errorOf(response, operation.errors));
  }
  return response;
}

/** Returns the form in which a body is sent: the one that the argument names, or the first. */
function formOf(operation: Operation, body: unknown): BodyForm | undefined {
  const [first, ...others] = operation.body ?? [];
  if (first?.chosen !== true) {
    return first;
  }
  const chosen = (body as { mediaType?: string } | undefined)?.mediaType;
  return [first, ...others].find((form) => form.mediaType === chosen) ?? first;
}

function address(client: Client, operation: Operation, args: Arguments): string {
  const base = String(client.settings.baseUrl).replace(/\/+$/, "");
  let path = "";
  for (const part of operation.path) {
    path += typeof part === "string" ? part : segment(client, part, args);
  }
  if (/(^|\/)\.\.?(\/|$)/.test(path)) {
    throw new Failure("encode", `a segment of the path ${path} is a dot segment, which servers do not receive`);
  }
  const pairs = [...(operation.fixed?.query ?? []), ...writeQuery(operation.query ?? [], args)];
  return `${base}${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
}

function segment(client: Client, part: PathArgument, args: Arguments): string {
  const value = part.bound === undefined ? args[part.argument ?? ""] : client.bound[part.bound];
  const text = scalar(value);
  if (text === "") {
    throw new Failure("encode", `the value of \`${part.bound ?? part.argument}\` in the path is empty`);
  }
  const encoded = part.rest === true ? text.split("/").map(percent).join("/") : percent(text);
  // The text between two values is found from the end, so a value does not contain it as it is.
  const last = part.after?.at(-1);
  return last === undefined ? encoded : encoded.replaceAll(last, `%${last.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Percent-encodes a text. */
function percent(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new Failure("encode", "a text has half of a surrogate pair, which is no character", { cause });
  }
}

/** Returns the text of a value in a path, a query or a header field. */
function scalar(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Failure("encode", `${value} is not a number that can be sent`);
  }
  if (value === null || value === undefined || typeof value === "object") {
    throw new Failure("encode", `${JSON.stringify(value)} is not a text, a number or a boolean`);
  }
  return String(value);
}

function writeHeaders(operation: Operation, args: Arguments, headers: Headers): void {
  const lines = (value: unknown) => (Array.isArray(value) ? value : [value]).filter((item) => item != null).map(scalar);
  for (const [name, argument] of operation.headers ?? []) {
    lines(args[argument]).forEach((line, index) => headers[index === 0 ? "set" : "append"](name, byteString(line)));
  }
  const cookies = (operation.cookies ?? []).flatMap(([name, argument]) =>
    lines(args[argument]).map((value) => `${name}=${percent(value)}`),
  );
  if (cookies.length > 0) {
    headers.set("cookie", cookies.join("; "));
  }
}

/** Returns the bytes of a text in UTF-8 as the characters that header fields consist of. */
function byteString(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** Returns the text of the characters of a header field. */
function textOf(field: string): string {
  return new TextDecoder().decode(Uint8Array.from(field, (character) => character.charCodeAt(0)));
}

/** Returns the answer that a response is. */
function answerOf(operation: Operation, response: Response): Answer {
  const fits = ({ status }: Answer) => status === response.status || status === Math.floor(response.status / 100);
  const essence = (mediaType: string | null) => (mediaType ?? "").split(";")[0]?.trim().toLowerCase();
  const candidates = operation.answers.filter(fits);
  const found = essence(response.headers.get("content-type"));
  const answer = candidates.find(({ mediaType }) => essence(mediaType ?? "") === found) ?? candidates[0];
  if (answer === undefined) {
    throw new Failure("unexpected", `the server answered with the status ${response.status}, which is not declared`);
  }
  return answer;
}

async function valueOf(operation: Operation, response: Response, answer: Answer): Promise<unknown> {
  const content = await answer.read?.(response, answer);
  if (operation.whole !== true) {
    return content;
  }
  const headers = fieldsOf(response.headers, answer.headers ?? []);
  if (headers === undefined) {
    throw new Failure("decode", "the answer lacks a header field");
  }
  return {
    status: response.status,
    ...(answer.headers === undefined ? {} : { headers }),
    ...(answer.choice === true ? { mediaType: answer.mediaType } : {}),
    ...(answer.read === undefined ? {} : { content }),
  };
}

/** Returns typed header fields. `undefined` if one is missing or of another type. */
function fieldsOf(headers: Headers, fields: readonly HeaderOfAnswer[]): Record<string, unknown> | undefined {
  const found: Record<string, unknown> = {};
  for (const [name, key, type, list, required] of fields) {
    const line = headers.get(name);
    const items = line === null ? [] : list === true ? members(textOf(line)) : [textOf(line)];
    const values = items.map((text) => parsed(text, type));
    if (values.some((value) => value === undefined) || (values.length === 0 && required === true && list !== true)) {
      return undefined;
    }
    if (list === true ? values.length > 0 || required === true : values.length > 0) {
      found[key] = list === true ? values : values[0];
    }
  }
  return found;
}

/** Returns the members of a list (RFC 9110, section 5.6.1). A comma between quotes separates none. */
function members(line: string): string[] {
  const found = line.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return found.map((member) => member.trim()).filter((member) => member !== "");
}

function parsed(text: string, type: HeaderOfAnswer[2]): unknown {
  switch (type) {
    case "text":
      return text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "bigint":
      return /^[+-]?\d+$/.test(text) ? BigInt(text) : undefined;
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }
}

/** Reads an error. */
async function errorOf(response: Response, errors: Errors): Promise<UnknownError> {
  const text = await response.text();
  return errorIn(text, response.status, response.headers, errors);
}

function errorIn(text: string, status: number, headers: Headers, { form, cases }: Errors): UnknownError {
  let content: Json = text;
  try {
    content = parseJson(text) as Json;
  } catch {
    // The page of a proxy.
  }
  const object = typeof content === "object" && content !== null && !Array.isArray(content) ? content : {};
  const textAt = (key: string | undefined) => {
    const found = key === undefined ? undefined : object[key];
    return typeof found === "string" ? found : undefined;
  };
  const after = /^\d+$/.exec(headers.get("retry-after") ?? "");
  const description = textAt(form.description);
  const common = {
    status,
    ...(description === undefined ? {} : { description }),
    ...(after === null ? {} : { retryAfter: Number(after[0]) }),
  };
  const name = form.kind === undefined ? undefined : textAt(form.kind[0]);
  const kind = name?.startsWith(form.kind?.[1] ?? "") === true ? name.slice(form.kind?.[1].length) : name;
  const found = form.kind === undefined ? byStatus(status, cases) : cases.find((one) => one.kind === kind);
  const details = form.kind === undefined ? content : form.details === undefined ? undefined : object[form.details];
  const fields = found === undefined ? undefined : fieldsOf(headers, found.headers ?? []);
  const isComplete = fields !== undefined && (found?.details !== "required" || details !== undefined);
  if (found !== undefined && isComplete) {
    const declared = {
      kind: found.kind,
      ...common,
      ...(found.details === undefined || details === undefined ? {} : { details: narrow(details, found.wide) }),
      ...(found.headers === undefined ? {} : { headers: fields }),
    };
    return declared as unknown as UnknownError;
  }
  return { kind: null, ...common, ...(kind === undefined ? {} : { name: kind }), content };
}

/** Finds the error that a status means: its own, that of its class, or the default. */
function byStatus(status: number, cases: readonly ErrorCase[]): ErrorCase | undefined {
  const ofClass = `status_${Math.floor(status / 100)}xx`;
  const isOwn = ({ kind, status: own }: ErrorCase) => own === status && !/^(status_[45]xx|default)$/.test(kind);
  return (
    cases.find(isOwn) ?? cases.find(({ kind }) => kind === ofClass) ?? cases.find(({ kind }) => kind === "default")
  );
}

/** A signal that is given after a time, and when the caller's is. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #outer: AbortSignal | undefined;
  readonly #forward = () => this.#controller.abort(this.#outer?.reason);

  constructor(milliseconds: number, outer: AbortSignal | undefined) {
    this.#outer = outer;
    if (outer?.aborted === true) {
      this.#forward();
    }
    outer?.addEventListener("abort", this.#forward);
    if (milliseconds < 2 ** 31) {
      const late = new Failure("timeout", `no answer came within ${milliseconds} ms`);
      this.#timer = setTimeout(() => this.#controller.abort(late), milliseconds);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the time limit, for a stream not the caller's signal. */
  stop(streams: boolean): void {
    clearTimeout(this.#timer);
    if (!streams) {
      this.#outer?.removeEventListener("abort", this.#forward);
    }
  }

  /** Ends what is still under way. */
  abort(): void {
    this.stop(false);
    this.#controller.abort(new Failure("aborted", "the stream is no longer read"));
  }
}

/** Returns the failure that something thrown means. */
function failed(signal: AbortSignal, cause: unknown): Failure {
  if (signal.aborted) {
    return signal.reason instanceof Failure ? signal.reason : new Failure("aborted", "the call was aborted", { cause });
  }
  return cause instanceof Failure ? cause : new Failure("network", "the request or its answer did not arrive", { cause });
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(failed(signal, signal.reason));
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new Failure("aborted", "the call was aborted", { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) {
      abort();
    }
    signal?.addEventListener("abort", abort, { once: true });
  });
}

function readText(response: Response): Promise<string> {
  return response.text();
}

async function readForm(response: Response): Promise<URLSearchParams> {
  return new URLSearchParams(await response.text());
}

async function readBytes(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

function readStream(response: Response): ReadableStream<Uint8Array> {
  return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

async function readJson(response: Response, answer: Answer): Promise<unknown> {
  return decoded(await response.text(), answer.wide);
}

/** Reads the JSON of a value. */
function decoded(text: string, wide: unknown): unknown {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new Failure("decode", "the answer is not JSON", { cause });
  }
  return narrow(value, wide);
}

function writeJson(value: unknown): string {
  return stringifyJson(value);
}

function writeText(value: unknown): string {
  return scalar(value);
}

function writeBytes(value: unknown): BodyInit {
  return value as BodyInit;
}
