/** The function that opens a WebSocket. Browsers cannot send header fields with it. */
export type OpenWebSocket = (url: string, protocols: string[], headers: Record<string, string>) => WebSocket;

/** Messages in both directions: those of the server. Leaving the loop closes the connection. */
export interface Messages<T> extends AsyncIterable<T> {
  /** Resolves with the close frame of the server. Failures reject it. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Options of a connection. */
export interface ConnectOptions {
  /** Closes the connection. */
  readonly signal?: AbortSignal | undefined;
  /** The function that opens it. Default: that of `globalThis.WebSocket`. */
  readonly open?: OpenWebSocket | undefined;
}

/** Messages of a client that are sent one by one. */
export class Outbox<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  #isEnded = false;
  #wake: () => void = () => {};

  /** Sends a message. */
  send(message: T): void {
    if (this.#isEnded) {
      throw new Failure("encode", "the messages have ended");
    }
    this.#waiting.push(message);
    this.#wake();
  }

  /** Ends the messages. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) {
        yield message;
      } else if (this.#isEnded) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}

/** The WebSocket of an operation. */
interface Socket {
  readonly protocols?: readonly string[];
  readonly binary?: true;
  readonly wide?: unknown;
}

/** The maximum number of messages, and of their bytes, that wait to be read. */
const MOST_WAITING = 4096;
const MOST_WAITING_SIZE = 16 * 1024 * 1024;
/** The number of bytes that wait to be sent from which on no more messages are taken. */
const MOST_UNSENT = 1024 * 1024;

/** Opens a WebSocket that carries no typed messages. */
async function openSocket(
  client: Client,
  operation: Operation,
  socket: Socket,
  args: object,
  options: ConnectOptions = {},
): Promise<WebSocket> {
  const deadline = new Deadline(client.settings.timeLimit ?? 60_000, options.signal);
  const url = address(client, operation, args as Arguments).replace(/^http/, "ws");
  const headers = new Headers(client.settings.headers);
  writeHeaders(operation, args as Arguments, headers);
  const token = operation.security === undefined ? undefined : await abortable(client.token(), deadline.signal);
  if (token !== undefined && operation.security !== undefined) {
    setField(headers, operation.security[0], operation.security[1] + token, "credentials");
  }
  if (deadline.signal.aborted) {
    throw failed(deadline.signal, deadline.signal.reason);
  }
  const open = options.open ?? openPlainly;
  const connection = open(url, [...(socket.protocols ?? [])], Object.fromEntries(headers));
  connection.binaryType = "arraybuffer";
  // The time limit is that of opening, the caller's signal that of the connection.
  const close = () => connection.close(1000);
  deadline.signal.addEventListener("abort", close);
  connection.addEventListener("open", () => deadline.stop());
  connection.addEventListener("close", () => {
    deadline.stop();
    deadline.signal.removeEventListener("abort", close);
  });
  return connection;
}

function openPlainly(url: string, protocols: string[], headers: Record<string, string>): WebSocket {
  if (typeof globalThis.WebSocket !== "function") {
    throw new Failure("network", "there is no `WebSocket` here: pass a function as `open`");
  }
  if (Object.keys(headers).length > 0) {
    const names = Object.keys(headers).join("`, `");
    throw new Failure("encode", `\`WebSocket\` cannot send \`${names}\`: pass a function as \`open\` that can`);
  }
  return new WebSocket(url, protocols);
}

/** Exchanges messages. */
function exchange<In, Out>(
  client: Client,
  operation: Operation,
  socket: Socket,
  args: object,
  input: AsyncIterable<In> | Iterable<In>,
  options: ConnectOptions = {},
): Messages<Out> {
  let resolve: (frame: { code: number; reason: string }) => void = () => {};
  let reject: (failure: unknown) => void = () => {};
  const closed = new Promise<{ code: number; reason: string }>((...both) => ([resolve, reject] = both));
  // The iterator throws the failure too, so this promise may stay unhandled.
  closed.catch(() => {});
  return {
    closed,
    async *[Symbol.asyncIterator]() {
      let connection: WebSocket | undefined;
      let inbox: Inbox | undefined;
      try {
        connection = await openSocket(client, operation, socket, args, options);
        const opened = (inbox = new Inbox(connection, options.signal));
        await opened.opened;
        send(connection, socket, input).catch((thrown) => opened.fail(thrown));
        for (;;) {
          const message = await inbox.next();
          if (message === undefined) {
            break;
          }
          yield decoded(message, socket.wide) as Out;
        }
        resolve(await inbox.frame);
      } catch (thrown) {
        reject(thrown);
        throw thrown;
      } finally {
        inbox?.stop();
        connection?.close(1000);
        reject(new Failure("aborted", "the messages are no longer read"));
      }
    },
  };
}

async function send<In>(
  connection: WebSocket,
  socket: Socket,
  input: AsyncIterable<In> | Iterable<In>,
): Promise<void> {
  const messages = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]();
  let close: () => void = () => {};
  connection.addEventListener("close", () => close());
  for (;;) {
    const next = await new Promise<IteratorResult<In> | undefined>((resolve, reject) => {
      close = () => resolve(undefined);
      Promise.resolve(messages.next()).then(resolve, reject);
    });
    while (connection.bufferedAmount > MOST_UNSENT && connection.readyState === 1) {
      await sleep(5, undefined);
    }
    if (next?.done === true) {
      return;
    }
    if (next === undefined || connection.readyState !== 1) {
      // The iterator may still wait for its next message, so its end is not waited for.
      Promise.resolve(messages.return?.()).catch(() => {});
      return;
    }
    const text = stringifyJson(next.value);
    connection.send(socket.binary === true ? new TextEncoder().encode(text) : text);
  }
}

/** The messages of a WebSocket that were not read yet. */
class Inbox {
  readonly opened: Promise<void>;
  readonly frame: Promise<{ code: number; reason: string }>;
  readonly #waiting: string[] = [];
  #size = 0;
  #isOver = false;
  #failure: unknown;
  #wake: () => void = () => {};
  readonly #signal: AbortSignal | undefined;
  readonly #abort: () => void;

  constructor(connection: WebSocket, signal: AbortSignal | undefined) {
    this.#signal = signal;
    let refuse: (failure: unknown) => void = () => {};
    this.#abort = () => {
      const failure = new Failure("aborted", "the connection was aborted", { cause: signal?.reason });
      refuse(failure);
      this.fail(failure);
      connection.close(1000);
    };
    this.opened = new Promise((resolve, reject) => {
      refuse = reject;
      connection.addEventListener("open", () => resolve());
      connection.addEventListener("error", () => reject(new Failure("network", "the WebSocket could not be opened")));
    });
    this.frame = new Promise((resolve) => {
      connection.addEventListener("close", ({ code, reason }) => {
        refuse(new Failure("network", `the WebSocket was closed with ${code}`));
        const isNormal = code === 1000 || code === 1005;
        this.fail(isNormal ? undefined : new Failure("network", `the server closed with ${code} ${reason}`.trim()));
        resolve({ code, reason });
      });
    });
    connection.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const text = typeof data === "string" ? data : new TextDecoder().decode(data);
      this.#size += text.length;
      if (this.#waiting.length >= MOST_WAITING || this.#size > MOST_WAITING_SIZE) {
        this.fail(new Failure("overflow", "too many messages wait to be read"));
        connection.close(3008);
      } else if (!this.#isOver) {
        this.#waiting.push(text);
        this.#wake();
      }
    });
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted === true) {
      this.#abort();
    }
  }

  /** Returns the next message, or `undefined` at the end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) {
        this.#size -= message.length;
        return message;
      }
      if (this.#failure !== undefined) {
        throw this.#failure;
      }
      if (this.#isOver) {
        return undefined;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Ends the messages, with a failure or without. The first one counts. */
  fail(failure: unknown): void {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#failure = failure;
      this.#wake();
    }
  }

  stop(): void {
    this.#signal?.removeEventListener("abort", this.#abort);
  }
}
