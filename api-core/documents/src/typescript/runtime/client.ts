/** Where an API is served, and how requests are sent. */
export interface Settings {
  /** The URL in front of the paths of the API, for example `https://rooms.example`. */
  readonly baseUrl: string | URL;
  /**
   * The credentials, without the name of the scheme, or a function that fetches them. For `Basic` they are encoded
   * already. The function is called once for all requests that wait for it. Its
   * result is used until it expires, or until a request with it is answered with 401, which is then sent once more.
   */
  readonly token?: string | (() => string | Token | Promise<string | Token>) | undefined;
  /** Header fields of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The maximum time of a call in milliseconds, of a stream that until its header section. Default: 60,000. */
  readonly timeLimit?: number | undefined;
  /** The function that sends requests. Default: `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
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
  readonly error: E;

  constructor(error: E) {
    const { description, name } = error as { description?: string; name?: string };
    super(`${description ?? error.kind ?? name ?? "the server answered with an error"} (${error.status})`);
    this.error = error;
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
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A place of an API, as `connect` returns it. */
export class Client {
  readonly settings: Settings;
  readonly bound: Readonly<Record<string, string>>;
  readonly #tokens: Tokens;
  /** The tokens with which requests were answered. */
  readonly #used = new WeakMap<Response, string>();

  constructor(settings: Settings, bound: Readonly<Record<string, string>>) {
    this.settings = settings;
    this.bound = bound;
    this.#tokens = new Tokens(settings.token);
  }

  /** Sends a request, with credentials, and once more with new ones after a 401. */
  async send(url: string, init: RequestOf, security: Security | undefined, repeatable: boolean): Promise<Response> {
    const fetch = this.settings.fetch ?? globalThis.fetch;
    const { signal, headers } = init;
    const needed = security === undefined || headers.has(security[0]) ? undefined : security;
    for (let attempt = 1; ; attempt += 1) {
      const current = security === undefined ? undefined : this.#tokens.current();
      const token = current instanceof Promise ? await abortable(current, signal) : current;
      if (token !== undefined && needed !== undefined) {
        setField(headers, needed[0], needed[1] + token, "credentials");
      }
      let response: Response;
      try {
        response = await fetch(url, init);
      } catch (cause) {
        throw failed(signal, cause);
      }
      const again = response.status === 401 && token !== undefined && repeatable && attempt === 1;
      if (!again || !this.#tokens.renew(token)) {
        if (token !== undefined) {
          this.#used.set(response, token);
        }
        return response;
      }
      await response.body?.cancel();
    }
  }

  /** Forgets the token with which a request was answered. Returns whether there may be another one. */
  renew(response: Response): boolean {
    const token = this.#used.get(response);
    return token !== undefined && this.#tokens.renew(token);
  }

  /** Returns the token of a connection that is opened without `fetch`. */
  async token(): Promise<string | undefined> {
    return this.#tokens.current();
  }
}

/** A request. Its header section gets the credentials. */
type RequestOf = RequestInit & { readonly signal: AbortSignal; readonly headers: Headers };

/** The name of a header field, and what stands before the token. */
type Security = readonly [name: string, scheme: string];

/** The token of a client. Requests that wait for a new one share one call of the source. */
class Tokens {
  readonly #source: Settings["token"];
  #cached: CachedToken | undefined;

  constructor(source: Settings["token"]) {
    this.#source = source;
  }

  /** Returns the token, or a promise of it if a function fetches it. */
  current(): string | undefined | Promise<string> {
    const source = this.#source;
    if (typeof source !== "function") {
      return source;
    }
    if (this.#cached !== undefined && this.#cached.expires > Date.now()) {
      return this.#cached.fetched;
    }
    const cached: CachedToken = { token: undefined, expires: Infinity, fetched: Promise.resolve("") };
    // Before it is fetched: a source may throw at once, and then it is forgotten.
    this.#cached = cached;
    cached.fetched = this.#fetch(source, cached);
    return cached.fetched;
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

/** A signal that is given after a time, and when the caller's is. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly signal: AbortSignal;

  constructor(milliseconds: number, outer: AbortSignal | undefined) {
    const own = this.#controller.signal;
    this.signal = outer === undefined ? own : AbortSignal.any([own, outer]);
    if (milliseconds < 2 ** 31) {
      // An error records the stack, which costs more than the rest of a call: only one that is late makes it.
      const abort = () => this.#controller.abort(new Failure("timeout", `no answer came within ${milliseconds} ms`));
      this.#timer = setTimeout(abort, milliseconds);
    }
  }

  /** Ends the time limit. The caller's signal stays. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Ends what is still under way. */
  abort(): void {
    this.stop();
    this.#controller.abort(new Failure("aborted", "the answer is no longer read"));
  }
}

/** Returns the failure that something thrown means. */
function failed(signal: AbortSignal, cause: unknown): Failure {
  if (signal.aborted) {
    return signal.reason instanceof Failure ? signal.reason : new Failure("aborted", "the call was aborted", { cause });
  }
  return cause instanceof Failure ? cause : new Failure("network", "the request or its answer did not arrive", { cause });
}

/** Sets a header field. */
function setField(headers: Headers, name: string, value: string, kind: FailureKind = "encode"): void {
  try {
    headers.set(name, value);
  } catch (cause) {
    throw new Failure(kind, `the field \`${name}\` has a character that header fields cannot have`, { cause });
  }
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
