// Types of the Pandapush client (`client.js`), as a global, by `require`, and of `client.mjs`.

export as namespace Pandapush;

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A token: none, a text, or a function that is called each time a token is needed. */
export type Token = null | undefined | string | ((channel: string) => string);

/** The reason why the server refused a message. `code` is null for the refusals of Pandapush. */
export interface BayeuxError {
  code: number | null;
  params: string[];
  message: string;
}

/** The members of a presence channel by presence id. */
export type Members = { [id: string]: { id: string | number; [name: string]: Json } };

/** What a presence channel delivers: the list at first, then each arrival and leave. */
export interface Presence {
  subscribe?: Members;
  unsubscribe?: { [id: string]: null };
}

export type TransportType =
  | "websocket"
  | "eventsource"
  | "long-polling"
  | "cross-origin-long-polling"
  | "callback-polling";

/** The outcome of an operation, which can be awaited. */
export interface Outcome extends PromiseLike<void> {
  catch<Result>(failed: (error: BayeuxError) => Result | PromiseLike<Result>): Promise<void | Result>;
  callback(succeeded: () => void, context?: unknown): this;
  errback(failed: (error: BayeuxError) => void, context?: unknown): this;
}

export interface Subscription<Data = any> extends Outcome {
  /** Sets a callback that is called with the channel and the data. The channel tells what a pattern covered. */
  withChannel(callback: (channel: string, data: Data) => void, context?: unknown): this;
  /** Ends the subscription. */
  cancel(): void;
  unsubscribe(): void;
}

/** A message on its way. Extensions may change it. */
export interface Message {
  channel: string;
  id?: string;
  clientId?: string;
  subscription?: string;
  data?: any;
  ext?: { [name: string]: any };
  successful?: boolean;
  error?: string;
  advice?: { reconnect?: "retry" | "handshake" | "none"; interval?: number; timeout?: number };
  [name: string]: any;
}

/** Sees the messages of a client. A message is dropped when the callback is called without one. */
export interface Extension {
  incoming?(message: Message, callback: (message?: Message | null) => void): void;
  outgoing?(message: Message, callback: (message?: Message | null) => void): void;
  added?(client: Client): void;
  removed?(client: Client): void;
}

/** Decides how long a message waits for its reply and how often it is sent again. */
export interface Scheduler {
  getTimeout(): number;
  getInterval(): number;
  isDeliverable(): boolean;
  send(): void;
  succeed(): void;
  fail(): void;
  abort(): void;
}

export interface SchedulerOptions {
  timeout: number;
  interval: number;
  attempts?: number;
  deadline?: number;
}

export interface ClientOptions {
  /** Seconds until a message without a reply is sent again, until the server advises otherwise. Default: 60. */
  timeout?: number;
  /** Seconds between two connects, until the server advises otherwise. Default: 0. */
  interval?: number;
  /** Seconds before a failed message is sent again. They grow with each failure. Default: 5. */
  retry?: number;
  /** Other addresses for some transports. */
  endpoints?: { [type in TransportType]?: string };
  /** Fields of the HTTP requests. */
  headers?: { [name: string]: string };
  scheduler?: new (message: Message, options: SchedulerOptions) => Scheduler;
}

export interface PublishOptions {
  /** How often the message is sent at most. */
  attempts?: number;
  /** Seconds after which the message is not sent again. */
  deadline?: number;
}

export class Client {
  constructor(endpoint: string, options?: ClientOptions);

  /** Subscribes with a token. Calls back with each event, and with the list of members of a presence channel. */
  subscribeTo<Data = any>(
    channel: string,
    token: Token,
    callback: (message: Data, channel: string) => void,
  ): Subscription<Data>;
  /** Publishes with a token. */
  publishTo(channel: string, token: Token, data: unknown): Outcome;

  subscribe<Data = any>(channel: string, callback?: (data: Data) => void, context?: unknown): Subscription<Data>;
  subscribe<Data = any>(channels: string[], callback?: (data: Data) => void, context?: unknown): Subscription<Data>[];
  unsubscribe(channel: string | string[], subscription?: Subscription): void;
  publish(channel: string, data: unknown, options?: PublishOptions): Outcome;

  /** Begins a session if there is none. `subscribe` and `publish` do so themselves. */
  connect(callback?: () => void, context?: unknown): void;
  /** Ends the session, all subscriptions and all connections. */
  disconnect(): PromiseLike<void> | undefined;

  /** Disables a transport, or the disconnect when the page goes away. */
  disable(feature: TransportType | "autodisconnect"): void;
  setHeader(name: string, value: string): void;

  addExtension(extension: Extension): void;
  removeExtension(extension: Extension): void;

  on(event: "transport:up" | "transport:down", listener: () => void, context?: unknown): unknown;
  /** After a new handshake the server refused a subscription that it had accepted before. Not with the `faye` package. */
  on(
    event: "subscription:refused",
    listener: (channel: string, error: BayeuxError) => void,
    context?: unknown,
  ): unknown;
  bind(event: "transport:up" | "transport:down", listener: () => void, context?: unknown): unknown;
  off(event: string, listener?: (...values: any[]) => void, context?: unknown): unknown;
  unbind(event: string, listener?: (...values: any[]) => void, context?: unknown): unknown;
}

/** Returns a client on top of the `faye` package's one. */
export function withFaye(faye: { Client: new (...values: any[]) => any }): { Client: typeof Client };
