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
  try {
    const response = await request(client, operation, args, options, deadline.signal);
    return (await valueOf(operation, response, answerOf(operation, response))) as T;
  } catch (thrown) {
    const failure = thrown instanceof Failure || thrown instanceof ApiError ? thrown : failed(deadline.signal, thrown);
    // The connection is free again, also if the answer was not read.
    deadline.abort();
    throw failure;
  } finally {
    deadline.stop();
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
  const init: RequestOf = { method: operation.method, signal, headers };
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
  // Credentials and header fields are not for another place.
  init.redirect = "manual";
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
  // Servers split the segment at the last occurrence of the text between two values, so the last character of that text
  // is percent-encoded in the second value.
  const last = part.after?.at(-1);
  if (last !== undefined) {
    return text.split(last).map(percent).join(`%${last.charCodeAt(0).toString(16).toUpperCase()}`);
  }
  return part.rest === true ? text.split("/").map(percent).join("/") : percent(text);
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
    // A list is one field with commas.
    const found = lines(args[argument]).map(byteString);
    if (found.length > 0) {
      setField(headers, name, found.join(", "));
    }
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
