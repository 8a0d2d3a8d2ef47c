// Sends messages over the best transport until each has a reply.

const HANDSHAKE = "/meta/handshake";
const CONNECT = "/meta/connect";

// Best first.
const TRANSPORTS = [
  ["websocket", WebSocketTransport],
  ["eventsource", EventSourceTransport],
  ["long-polling", PollingTransport],
  ["cross-origin-long-polling", CrossOriginPollingTransport],
  ["callback-polling", CallbackPollingTransport],
];
const TYPES = TRANSPORTS.map((transport) => transport[0]);

// The transports that need no session, best first. A handshake by a script element is the last resort: its messages
// are in addresses, and content policies forbid it.
const HANDSHAKE_TYPES = ["long-polling", "cross-origin-long-polling", "callback-polling"];

// How long a transport may take to open before the next one is chosen, in milliseconds.
const OPENING_TIME = 5000;

// How often in a row a transport may fail to open before the next one is chosen.
const OPENING_FAILURES = 3;

// The largest number of messages that wait for a reply.
const MOST_PENDING = 1000;

class Dispatcher {
  // `client` has `_received(message)`, `_undeliverable(message, error)`, `_connectNow()` and `trigger(event)`.
  constructor(client, endpoint, options) {
    this.headers = Object.assign({}, options.headers);
    this.clientId = null;
    this._client = client;
    this._endpoint = endpoint;
    this._options = options;
    this._disabled = new Set();
    this._unusable = new Set();
    this._pending = new Map();
    this._transports = new Map();
    this._failures = 0;
    this._openingFailures = 0;
    this._handshakeFailures = 0;
    // Undefined until the first reply or failure, which are both reported.
    this._isDown = undefined;
    this._connection = {};
  }

  disable(type) {
    this._disabled.add(type);
  }

  // The type of the transport in use.
  get connectionType() {
    return this._type;
  }

  get isFull() {
    return this._pending.size >= MOST_PENDING;
  }

  // Selects the best transport that both sides have, opens it, and calls `done` with whether there is one.
  select(types, done) {
    this._types = types;
    this._unusable.clear();
    // Script elements worked where a request had just failed: CORS is blocked. After more failures the server was away.
    if (this._handshakeFailures <= 1 && this._avoided) this._unusable.add(this._avoided);
    else this._avoided = undefined;
    this._handshakeFailures = 0;
    this._openingFailures = 0;
    this._selectNext(TYPES.slice(), done);
  }

  // Sends a message that has an `id` until it has a reply or its limits are reached. `options` are those of a scheduler.
  send(message, options) {
    const envelope = { message, scheduler: new this._options.scheduler(message, options), transport: null };
    this._pending.set(message.id, envelope);
    this._attempt(envelope);
  }

  // Forgets a message that needs no reply any more.
  drop(id) {
    const envelope = this._pending.get(id);
    if (envelope) this._forget(envelope);
  }

  // Accepts messages of a transport.
  receive(messages) {
    for (const message of messages) {
      if (message.successful !== undefined) this._settle(message.id);
      guarded(() => this._client._received(message));
    }
  }

  // Repeats the messages later. `reason.status` is the status code of the response, if there was one.
  failed(envelopes, reason) {
    const failed = envelopes.filter((envelope) => envelope.transport !== null);
    if (failed.length === 0) return;
    const status = (reason || {}).status;
    this._down();
    this._failures += 1;
    const isSplit = failed.length > 1 && isRefusal(status);
    // Equal delays keep the messages in order.
    const random = Math.random();
    for (const envelope of failed) {
      clearTimeout(envelope.timer);
      envelope.transport = null;
      envelope.scheduler.fail();
      if (isRefusal(status) && !isOfSession(envelope.message)) {
        // One bad message refuses its whole batch. Alone, each shows whether it was that one.
        if (failed.length === 1) {
          this._giveUp(envelope, new BayeuxError(status, [], "The server refused the message"));
          continue;
        }
        envelope.isAlone = true;
      }
      let isPrompt = isSplit || (reason || {}).isPrompt;
      if (envelope.message.channel === HANDSHAKE) isPrompt = this._alternateHandshake();
      const seconds = isPrompt ? Math.min(envelope.scheduler.getInterval(), 1) : envelope.scheduler.getInterval();
      const delay = backOff(seconds, isPrompt ? 1 : this._failures, random);
      envelope.retry = setTimeout(() => this._attempt(envelope), delay);
    }
  }

  // Handles the end of a connection that carries all messages of its transport.
  broken(transport, reason) {
    const carried = Array.from(this._pending.values()).filter((envelope) => envelope.transport === transport);
    this._openingFailures = reason.wasOpen ? 0 : this._openingFailures + 1;
    if (reason.isTooLarge) this._refuseLargest(carried);
    this.failed(carried, { isPrompt: reason.wasOpen && this._failures === 0 });
    if (this._openingFailures >= OPENING_FAILURES && this._transports.get(this._type) === transport) {
      this._unusable.add(this._type);
      this._selectNext(TYPES.slice(), () => {});
    }
  }

  // Handles the end of a stream of events. Messages are sent elsewhere and are not affected.
  lost(transport, failures) {
    if (this._transports.get(this._type) !== transport) return;
    this._down();
    clearTimeout(this._lostTimer);
    this._lostTimer = setTimeout(() => this._client._connectNow(), backOff(this._options.retry, failures, Math.random()));
  }

  // Sends a message without waiting for its reply, while the page goes away.
  sendLast(message) {
    const transport = this._transports.get(this._type);
    if (transport) transport.sendLast(message);
  }

  // Ends all connections and timers. `error` is the error of the messages without a reply.
  close(error) {
    clearTimeout(this._lostTimer);
    for (const envelope of Array.from(this._pending.values())) this._giveUp(envelope, error);
    for (const transport of this._transports.values()) transport.close();
    this._transports.clear();
    this._connection = {};
    this._type = undefined;
    this._failures = 0;
    this._isDown = undefined;
  }

  _attempt(envelope) {
    if (!envelope.scheduler.isDeliverable()) {
      return this._giveUp(envelope, new BayeuxError(null, [], "The message was not answered within its limits"));
    }
    const { message, scheduler } = envelope;
    // Without a session the message waits for the next one.
    envelope.isHeld = this.clientId === null && message.channel !== HANDSHAKE;
    if (envelope.isHeld) return;
    if (message.channel === HANDSHAKE) this._useForHandshake();
    else message.clientId = this.clientId;
    if (message.channel === CONNECT) message.connectionType = this._type;
    const transport = this._transports.get(this._type);
    if (!transport) return this._giveUp(envelope, new BayeuxError(null, [], "No transport is usable"));
    scheduler.send();
    envelope.transport = transport;
    envelope.timer = setTimeout(() => {
      transport.abandon(envelope);
      this.failed([envelope]);
    }, scheduler.getTimeout() * 1000);
    transport.send(envelope);
  }

  _settle(id) {
    this._failures = 0;
    if (this._isDown !== false) {
      this._isDown = false;
      this._client.trigger("transport:up");
    }
    const envelope = this._pending.get(id);
    if (!envelope) return;
    envelope.scheduler.succeed();
    this._forget(envelope);
  }

  _giveUp(envelope, error) {
    envelope.scheduler.abort();
    this._forget(envelope);
    this._client._undeliverable(envelope.message, error);
  }

  _forget(envelope) {
    clearTimeout(envelope.timer);
    clearTimeout(envelope.retry);
    envelope.transport = null;
    this._pending.delete(envelope.message.id);
  }

  _down() {
    if (this._isDown) return;
    this._isDown = true;
    this._client.trigger("transport:down");
  }

  // The server closes the connection at a frame above its limit and does not tell which one it was.
  _refuseLargest(envelopes) {
    const sizes = envelopes.map((envelope) => encode(envelope.message).length);
    const largest = envelopes[sizes.indexOf(Math.max.apply(null, sizes))];
    if (largest) this._giveUp(largest, new BayeuxError(413, [], "The message is too large"));
  }

  _useForHandshake() {
    const usable = HANDSHAKE_TYPES.filter((type) => this._isUsable(type));
    const chosen = usable.filter((type) => type !== this._avoided)[0] || usable[0];
    if (chosen) this._use(chosen);
    else this._type = undefined;
  }

  // A failed request to another origin does not tell whether CORS is blocked or the server is away, so requests and
  // script elements are tried in turn. Returns whether the other one is to be tried at once.
  _alternateHandshake() {
    this._handshakeFailures += 1;
    const isAlternate = this._type === "cross-origin-long-polling" && this._isUsable("callback-polling");
    this._avoided = isAlternate ? this._type : undefined;
    return isAlternate && this._handshakeFailures === 1;
  }

  _selectNext(types, done) {
    const type = types.shift();
    if (!type) return done(false);
    if (!this._isUsable(type) || this._unusable.has(type) || !this._types.includes(type)) {
      return this._selectNext(types, done);
    }
    const transport = this._transport(type);
    const connection = (this._connection = {});
    let timer;
    const decided = (isOpen) => {
      clearTimeout(timer);
      // A later selection, or the end of the client, makes this one void.
      if (this._connection !== connection) return;
      this._connection = {};
      if (!isOpen) {
        this._unusable.add(type);
        return this._selectNext(types, done);
      }
      this._use(type);
      done(true);
      for (const envelope of Array.from(this._pending.values())) if (envelope.isHeld) this._attempt(envelope);
    };
    timer = setTimeout(() => {
      decided(false);
      transport.close();
    }, OPENING_TIME);
    transport.open(decided);
  }

  // Makes a transport the one in use and closes the others. What they carried is sent again after the selection.
  _use(type) {
    const transport = this._transport(type);
    this._type = type;
    for (const other of Array.from(this._transports)) {
      if (other[1] === transport) continue;
      other[1].close();
      this._transports.delete(other[0]);
      for (const envelope of this._pending.values()) {
        if (envelope.transport !== other[1]) continue;
        clearTimeout(envelope.timer);
        envelope.transport = null;
        envelope.isHeld = true;
      }
    }
  }

  _transport(type) {
    if (!this._transports.has(type)) {
      const found = TRANSPORTS.find((transport) => transport[0] === type);
      this._transports.set(type, new found[1](this, this._endpointOf(type)));
    }
    return this._transports.get(type);
  }

  _isUsable(type) {
    if (this._disabled.has(type)) return false;
    return TRANSPORTS.find((transport) => transport[0] === type)[1].isUsable(this._endpointOf(type));
  }

  _endpointOf(type) {
    return (this._options.endpoints || {})[type] || this._endpoint;
  }
}

// Whether a status code means that a repeated request would fail as well.
function isRefusal(status) {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function isOfSession(message) {
  return message.channel === HANDSHAKE || message.channel === CONNECT;
}
