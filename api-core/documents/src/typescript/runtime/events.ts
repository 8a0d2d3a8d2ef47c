/** An event of a subscription. */
export interface StreamEvent<T> {
  /** The place in the stream. `undefined`: a subscription cannot resume after this event. */
  readonly id: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: T;
}

/** The normal end of a subscription. */
export interface End {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A stream of events, which is opened when it is read. Leaving the loop closes it. */
export interface Subscription<T, E> extends AsyncIterable<StreamEvent<T>> {
  /** How the subscription ended: its end, or the error that the API answered. Failures reject the promise. */
  readonly ended: Promise<Outcome<End, E>>;
}

/** Options of a subscription. */
export interface SubscribeOptions extends CallOptions {
  /** The id of the last event that was received: the events after it follow, if the operation can resume. */
  readonly lastEventId?: string | undefined;
  /** The maximum number of attempts in a row to open a lost stream again. 0: none. Default: 10. */
  readonly attempts?: number | undefined;
  /** The first and the longest pause between attempts in milliseconds. Default: 500 and 30,000. */
  readonly backoff?: readonly [first: number, longest: number] | undefined;
  /** The time in milliseconds without a byte after which a stream is lost. Default: 90,000. */
  readonly silence?: number | undefined;
  /** Is called when a lost stream was opened again. Without `resumedFrom` events may be missing. */
  readonly onReconnect?: ((reconnected: { resumedFrom: string | undefined; attempts: number }) => void) | undefined;
}

/** The events of an operation. */
interface Streaming {
  readonly resumable?: true;
  readonly wide?: unknown;
  /** How the stream ends: by an event, by a text, or by closing. Default: by an event. */
  readonly end?: { readonly marker: string } | "close";
  /** The name of events that are heartbeats. */
  readonly heartbeat?: string;
  /** The keys of the name and the content, if events have names. */
  readonly names?: { readonly tag: string; readonly content?: string };
}

type Frame =
  | { readonly type: "retry"; readonly milliseconds: number }
  | { readonly type: "event"; readonly id: string; readonly headers: Record<string, string>; readonly text: string }
  | { readonly type: "end"; readonly status: number; readonly headers: Record<string, string>; readonly text: string };

/** The maximum size of an event in characters, 16 Mi. */
const LARGEST_EVENT = 16 * 1024 * 1024;
/** The time in milliseconds after which a stream counts as steady, so that attempts are counted anew. */
const STEADY_AFTER = 30_000;
/** The maximum time in milliseconds that a server may ask to wait. */
const LONGEST_RETRY_AFTER = 300_000;

function subscribe<T, E>(
  client: Client,
  operation: Operation,
  streaming: Streaming,
  args: object,
  options: SubscribeOptions = {},
): Subscription<T, E> {
  const open: Open = (lastEventId) => opened(client, operation, args as Arguments, options, lastEventId);
  return subscription(options, open, operation, streaming);
}

/** Starts a call that is answered with one value or with events. */
function callOrSubscribe<T, S, E>(
  client: Client,
  operation: Operation,
  streaming: Streaming,
  args: object,
  options: SubscribeOptions = {},
): Call<{ readonly one: T } | { readonly events: Subscription<S, E> }, E> {
  const open = async () => {
    const deadline = new Deadline(options.timeLimit ?? client.settings.timeLimit ?? 60_000, options.signal);
    try {
      const response = await request(client, operation, args as Arguments, options, deadline.signal);
      if (isEvents(response)) {
        const once = () => Promise.resolve({ response, deadline });
        return { events: subscription<S, E>({ ...options, attempts: 0 }, once, operation, streaming) };
      }
      return { one: (await valueOf(operation, response, answerOf(operation, response))) as T };
    } catch (thrown) {
      const failure = thrown instanceof Failure || thrown instanceof ApiError ? thrown : failed(deadline.signal, thrown);
      deadline.abort();
      throw failure;
    } finally {
      deadline.stop();
    }
  };
  return withOutcome(open());
}

interface Opened {
  readonly response: Response;
  readonly deadline: Deadline;
  /** Forgets the token of the request. Returns whether there may be another one. */
  readonly renew?: () => boolean;
}

type Open = (lastEventId: string | undefined) => Promise<Opened>;

function isEvents(response: Response): boolean {
  return (response.headers.get("content-type") ?? "").toLowerCase().startsWith("text/event-stream");
}

async function opened(
  client: Client,
  operation: Operation,
  args: Arguments,
  options: SubscribeOptions,
  lastEventId: string | undefined,
): Promise<Opened> {
  const deadline = new Deadline(options.timeLimit ?? client.settings.timeLimit ?? 60_000, options.signal);
  const more = lastEventId === undefined ? {} : { "last-event-id": byteString(lastEventId) };
  try {
    const response = await request(client, operation, args, options, deadline.signal, more);
    deadline.stop();
    return { response, deadline, renew: () => client.renew(response) };
  } catch (thrown) {
    const failure = thrown instanceof Failure || thrown instanceof ApiError ? thrown : failed(deadline.signal, thrown);
    deadline.abort();
    throw failure;
  }
}

function subscription<T, E>(
  options: SubscribeOptions,
  open: Open,
  operation: Operation,
  streaming: Streaming,
): Subscription<T, E> {
  let resolve: (outcome: Outcome<End, E>) => void = () => {};
  let reject: (failure: unknown) => void = () => {};
  const ended = new Promise<Outcome<End, E>>((...both) => ([resolve, reject] = both));
  // The iterator throws the failure too, so this promise may stay unhandled.
  ended.catch(() => {});
  return {
    ended,
    async *[Symbol.asyncIterator]() {
      try {
        const end = yield* events<T>(options, open, operation, streaming);
        resolve({ ok: true, value: end });
      } catch (thrown) {
        if (thrown instanceof ApiError) {
          resolve({ ok: false, error: thrown.error as E });
        } else {
          reject(thrown);
        }
        throw thrown;
      } finally {
        reject(new Failure("aborted", "the subscription is no longer read"));
      }
    },
  };
}

/** Yields the events of a stream, which is opened again when it is lost. */
async function* events<T>(
  options: SubscribeOptions,
  open: Open,
  operation: Operation,
  streaming: Streaming,
): AsyncGenerator<StreamEvent<T>, End> {
  let lastEventId = options.lastEventId;
  let attempts = 0;
  // Whether the token was renewed since the last event.
  let isRenewed = false;
  let current = await open(streaming.resumable === true ? lastEventId : undefined);
  let openedAt = Date.now();
  let retry: number | undefined;
  for (;;) {
    // Why the stream is lost, nothing if it closed without its end, and the pause that the server asks for.
    let lost: { readonly why: unknown; readonly pause?: number };
    try {
      const frames = framesOf(current, streaming, options.silence ?? 90_000);
      lost = { why: undefined };
      for await (const frame of frames) {
        if (frame.type === "event") {
          attempts = 0;
          isRenewed = false;
          // After an event without an id a subscription resumes after the last one that has an id.
          lastEventId = frame.id === "" ? lastEventId : frame.id;
          yield {
            id: frame.id === "" ? undefined : frame.id,
            headers: frame.headers,
            content: decoded(frame.text, streaming.wide) as T,
          };
        } else if (frame.type === "retry") {
          retry = frame.milliseconds;
        } else {
          if (frame.status < 300) {
            return { status: frame.status, headers: frame.headers };
          }
          const error = errorIn(frame.text, frame.status, new Headers(frame.headers), operation.errors);
          const expired: boolean = frame.status === 401 && !isRenewed && current.renew?.() === true;
          isRenewed ||= expired;
          const pause = expired ? {} : pauseOf(error, frame.headers);
          if (pause === undefined) {
            throw new ApiError(error);
          }
          lost = { why: new ApiError(error), ...pause };
          break;
        }
      }
    } catch (thrown) {
      // Opening it again would hide that the server violates the protocol.
      if (!(thrown instanceof Failure && thrown.kind === "network")) {
        throw thrown;
      }
      lost = { why: thrown };
    } finally {
      current.deadline.abort();
    }
    if (Date.now() - openedAt >= STEADY_AFTER) {
      [attempts, isRenewed] = [0, false];
    }
    const resumedFrom = streaming.resumable === true ? lastEventId : undefined;
    current = await reopened(lost, resumedFrom);
    openedAt = Date.now();
    try {
      options.onReconnect?.({ resumedFrom, attempts });
    } catch (thrown) {
      current.deadline.abort();
      throw thrown;
    }
  }

  async function reopened(
    lost: { readonly why: unknown; readonly pause?: number },
    resumedFrom: string | undefined,
  ): Promise<Opened> {
    const most = operation.method === "GET" && streaming.end !== "close" ? (options.attempts ?? 10) : 0;
    const [first, longest] = options.backoff ?? [500, 30_000];
    let { why, pause } = lost as { why: unknown; pause?: number | undefined };
    for (;;) {
      attempts += 1;
      if (attempts > most) {
        throw why ?? new Failure("network", "the stream closed without its end");
      }
      const whole = Math.min(first * 2 ** (attempts - 1), longest);
      // A server may ask for a longer pause, not for a shorter one.
      await sleep(Math.max(pause ?? retry ?? 0, whole / 2 + (whole / 2) * Math.random()), options.signal);
      try {
        return await open(resumedFrom);
      } catch (thrown) {
        const asked = thrown instanceof ApiError ? pauseOf(thrown.error) : {};
        const isFinal = thrown instanceof Failure && !["network", "timeout", "credentials"].includes(thrown.kind);
        if (asked === undefined || isFinal) {
          throw thrown;
        }
        [why, pause] = [thrown, (asked as { pause?: number }).pause];
      }
    }
  }
}

/** Returns the pause that an error asks for. `undefined` if it is final. */
function pauseOf(error: UnknownError, headers: Record<string, string> = {}): { pause?: number } | undefined {
  const named = Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  const seconds = error.retryAfter ?? secondsOf(named);
  if (seconds !== undefined) {
    return seconds * 1000 <= LONGEST_RETRY_AFTER ? { pause: seconds * 1000 } : undefined;
  }
  return error.status >= 500 || error.status === 408 || error.status === 429 ? {} : undefined;
}

/** Yields the frames of server-sent events (WHATWG HTML, section 9.2.6). */
async function* framesOf({ response, deadline }: Opened, streaming: Streaming, silence: number): AsyncGenerator<Frame> {
  if (response.status === 204) {
    // No content is the end, and readers do not connect again (WHATWG HTML, section 9.2.5).
    yield { type: "end", status: 204, headers: {}, text: "null" };
    return;
  }
  if (!isEvents(response)) {
    const found = response.headers.get("content-type");
    throw new Failure("decode", `the answer is ${found ?? "of no media type"}, not server-sent events`);
  }
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [rest, skipsLineFeed] = ["", false];
  let block: Block = { data: [], size: 0, event: "", id: "" };
  for (;;) {
    const read = await nextPiece(reader, deadline, silence);
    if (read === undefined) {
      if (streaming.end === "close") {
        yield { type: "end", status: 204, headers: {}, text: "null" };
      }
      return;
    }
    let text = decoder.decode(read, { stream: true });
    if (text !== "") {
      text = skipsLineFeed && text.startsWith("\n") ? text.slice(1) : text;
      skipsLineFeed = text.endsWith("\r");
    }
    const lines = text.split(/\r\n|\n|\r/);
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        const frame = block.data.length > 0 ? frameOf(block, streaming) : undefined;
        block = { data: [], size: 0, event: "", id: "" };
        if (frame !== undefined) {
          yield frame;
        }
      } else if (/^retry: ?\d{1,9}$/.test(line)) {
        yield { type: "retry", milliseconds: Math.min(Number(line.replace(/\D/g, "")), LONGEST_RETRY_AFTER) };
      } else {
        addLine(block, line);
      }
    }
    if (rest.length + block.size > LARGEST_EVENT) {
      throw new Failure("overflow", `an event is larger than ${LARGEST_EVENT} characters`);
    }
  }
}

/** Reads a piece of a stream, `undefined` at its end. */
async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  deadline: Deadline,
  silence: number,
): Promise<Uint8Array | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silent = new Promise<never>((_, reject) => {
    const abort = () => reject(new Failure("network", `the stream was silent for ${silence} ms`));
    timer = setTimeout(abort, Math.min(silence, 2 ** 31 - 1));
  });
  try {
    return (await Promise.race([reader?.read(), silent]))?.value;
  } catch (cause) {
    throw failed(deadline.signal, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** The fields of an event, up to the blank line that completes it. */
interface Block {
  data: string[];
  size: number;
  event: string;
  id: string;
}

function addLine(block: Block, line: string): void {
  const colon = line.indexOf(":");
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
  if (name === "data") {
    block.data.push(value);
    block.size += value.length + 1;
  } else if (name === "event") {
    block.event = value;
  } else if (name === "id" && !value.includes("\0")) {
    block.id = value;
  }
}

function frameOf(block: Block, streaming: Streaming): Frame | undefined {
  const { event, id } = block;
  const data = block.data.join("\n");
  const { end, names } = streaming;
  if (streaming.heartbeat !== undefined && streaming.heartbeat === event) {
    return undefined;
  }
  if (typeof end === "object" && end.marker === data) {
    return { type: "end", status: 204, headers: {}, text: "null" };
  }
  if (event === "error" && end !== undefined) {
    return errorFrame(data);
  }
  if (event === "end" && end === undefined) {
    const { status, headers, body } = envelope(data);
    return { type: "end", status, headers, text: stringifyJson(body) };
  }
  if (event === "message-with-headers" && names === undefined) {
    const { headers, body } = envelope(data);
    return { type: "event", id, headers, text: stringifyJson(body) };
  }
  if (names?.content !== undefined) {
    const tag = `${JSON.stringify(names.tag)}:${JSON.stringify(event === "" ? "message" : event)}`;
    return { type: "event", id, headers: {}, text: `{${tag},${JSON.stringify(names.content)}:${data}}` };
  }
  return { type: "event", id, headers: {}, text: data };
}

function envelope(data: string): { headers: Record<string, string>; status: number; body: unknown } {
  let found: unknown;
  try {
    found = parseJson(data);
  } catch (cause) {
    throw new Failure("decode", "an event is not JSON", { cause });
  }
  const { headers, status, body } = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
  const isStatus = status === undefined || (Number.isInteger(status) && Number(status) >= 200 && Number(status) < 600);
  if (!isStatus || !isFields(headers ?? {})) {
    throw new Failure("decode", "an event has a status or header fields that are none");
  }
  return { headers: (headers ?? {}) as Record<string, string>, status: Number(status ?? 204), body: body ?? null };
}

/** Returns whether a value has names and texts of header fields. */
function isFields(value: unknown): boolean {
  const isField = ([name, text]: [string, unknown]) =>
    /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && typeof text === "string" && !/[\0\r\n]|[^\0-\xff]/.test(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.entries(value).every(isField);
}

/** Returns the end that the data of an event `error` describes. Other servers send other data, which is the error. */
function errorFrame(data: string): Frame {
  let found: unknown;
  try {
    found = parseJson(data);
  } catch {
    return { type: "end", status: 500, headers: {}, text: JSON.stringify(data) };
  }
  if (typeof found === "object" && found !== null && "error" in found) {
    const { error, status, headers } = found as { error: unknown; status?: unknown; headers?: unknown };
    const isStatus = typeof status === "number" && status >= 400 && status < 600;
    const fields = isFields(headers) ? (headers as Record<string, string>) : {};
    return { type: "end", status: isStatus ? status : 500, headers: fields, text: stringifyJson(error) };
  }
  return { type: "end", status: 500, headers: {}, text: data };
}
