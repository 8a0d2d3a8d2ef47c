// The client of the Bayeux protocol: one session with a server, renewed as often as the server forgets it.

const DISCONNECT = "/meta/disconnect";
const SUBSCRIBE = "/meta/subscribe";
const UNSUBSCRIBE = "/meta/unsubscribe";

// How often a message is sent again in a new session because the server did not know the old one.
const MOST_RENEWALS = 3;

class BayeuxClient extends Hooked {
  constructor(endpoint, options) {
    super();
    // Subclasses of either style, with or without `class`, extend `initialize`.
    this.initialize(endpoint, options);
  }

  initialize(endpoint, options) {
    this._options = Object.assign({ timeout: 60, interval: 0, retry: 5, scheduler: Scheduler }, options);
    this._dispatcher = new Dispatcher(this, endpoint || "/bayeux", this._options);
    this._channels = new ChannelTable();
    this._replies = new Map();
    this._waiting = [];
    this._state = "unconnected";
    this._advice = this._initialAdvice();
    this._messageId = 0;
    this._handshakes = 0;
    this._isDisconnectedByPage = true;
  }

  // Disables a transport, or the disconnect when the page goes away (`autodisconnect`).
  disable(feature) {
    if (feature === "autodisconnect") this._isDisconnectedByPage = false;
    else this._dispatcher.disable(feature);
  }

  // Sets a field of the requests. Script elements, streams of events and WebSockets of a browser have no such fields.
  setHeader(name, value) {
    this._dispatcher.headers[name] = value;
  }

  // Begins a session if there is none, and calls `callback` when it exists.
  connect(callback, context) {
    this._whenConnected(() => {
      if (callback) guarded(() => callback.call(context));
      this._connectNow();
    });
  }

  // Ends the session, all subscriptions and all connections.
  disconnect() {
    const outcome = new Outcome();
    const end = () => {
      // The program may have begun another session before the reply.
      if (this._state === "disconnected") this._end(new BayeuxError(null, [], "The client is disconnected"));
      outcome._succeed();
    };
    const wasConnected = this._state === "connected";
    this._state = "disconnected";
    this._channels.clear();
    if (wasConnected) this._send({ channel: DISCONNECT }, { attempts: 1 }, end, end);
    else end();
    return outcome;
  }

  subscribe(channel, callback, context) {
    if (Array.isArray(channel)) return channel.map((each) => this.subscribe(each, callback, context));
    const subscription = new Subscription(this, channel, callback, context);
    // An event may arrive before the reply.
    this._channels.add(channel, subscription);
    const refused = (error) => {
      this._channels.remove(channel, subscription);
      subscription._fail(error);
    };
    this._whenConnected(() => {
      if (subscription._isCancelled) return;
      const accepted = () => {
        subscription._isAccepted = true;
        subscription._succeed();
      };
      this._send({ channel: SUBSCRIBE, subscription: channel }, {}, accepted, refused);
      this._connectNow();
    }, refused);
    return subscription;
  }

  // Removes one subscription, or all of the channel.
  unsubscribe(channel, subscription) {
    if (Array.isArray(channel)) return channel.forEach((each) => this.unsubscribe(each, subscription));
    if (!this._channels.remove(channel, subscription) || this._state === "disconnected") return;
    this._whenConnected(() => this._send({ channel: UNSUBSCRIBE, subscription: channel }, {}, () => {}, () => {}));
  }

  // Publishes data. `options` may limit the `attempts` and the `deadline` in seconds.
  publish(channel, data, options) {
    const outcome = new Outcome();
    const refused = (error) => outcome._fail(error);
    const limits = Object.assign({}, options);
    this._whenConnected(() => {
      this._send({ channel, data }, limits, () => outcome._succeed(), refused);
      this._connectNow();
    }, refused);
    return outcome;
  }

  _initialAdvice() {
    const { timeout, interval } = this._options;
    return { reconnect: "retry", interval: interval * 1000, timeout: timeout * 1000 };
  }

  _whenConnected(ready, refused) {
    if (this._state === "connected") return ready();
    if (this._advice.reconnect === "none" || this._waiting.length >= MOST_PENDING) {
      const text = this._advice.reconnect === "none" ? "The server refuses connections" : "Too many messages wait";
      return refused && refused(new BayeuxError(null, [], text));
    }
    this._waiting.push({ ready, refused });
    if (this._state === "unconnected" || this._state === "disconnected") this._handshake();
  }

  _handshake() {
    this._state = "connecting";
    this._handshakes += 1;
    this._watchPage();
    const again = (error, isUndeliverable) => {
      if (isUndeliverable) return this._refuseWaiting(error);
      this._state = "unconnected";
      this._handshakeLater();
    };
    const message = { channel: HANDSHAKE, version: "1.0", supportedConnectionTypes: TYPES };
    this._send(message, {}, (reply) => this._select(reply), again);
  }

  _select(reply) {
    this._dispatcher.clientId = reply.clientId;
    this._dispatcher.select(reply.supportedConnectionTypes, (isSelected) => {
      if (this._state !== "connecting") return;
      if (!isSelected) return this._refuseWaiting(new BayeuxError(null, [], "No transport is usable"));
      this._state = "connected";
      this._resubscribe();
      for (const { ready } of this._waiting.splice(0)) ready();
    });
  }

  _refuseWaiting(error) {
    this._state = "unconnected";
    for (const { refused } of this._waiting.splice(0)) if (refused) refused(error);
  }

  _resubscribe() {
    for (const channel of this._channels.accepted()) {
      // Extensions see each message, which lets them attach a fresh token.
      this._send({ channel: SUBSCRIBE, subscription: channel }, {}, () => {}, (error) =>
        this.trigger("subscription:refused", channel, error),
      );
    }
    if (this._handshakes > 1) this._connectNow();
  }

  // Sends the connect that the server holds, unless one is under way.
  _connectNow() {
    if (this._state !== "connected" || this._isConnecting) return;
    clearTimeout(this._cycleTimer);
    this._isConnecting = true;
    const ended = () => {
      this._isConnecting = false;
      clearTimeout(this._cycleTimer);
      this._cycleTimer = setTimeout(() => this._connectNow(), this._advice.interval);
    };
    const { connectionType } = this._dispatcher;
    const message = (this._connectMessage = { channel: CONNECT, connectionType });
    this._send(message, {}, () => {
      this._handshakes = 1;
      ended();
    }, ended);
  }

  // Sends a message through the extensions. Calls `accepted(reply)` or `refused(error)`.
  _send(message, limits, accepted, refused, renewals) {
    message.id = this._nextId();
    if (this._dispatcher.clientId && message.channel !== HANDSHAKE) message.clientId = this._dispatcher.clientId;
    this._pipe("outgoing", message, (message) => {
      const isOfSession = message.channel === HANDSHAKE || message.channel === CONNECT;
      if (!isOfSession && this._dispatcher.isFull) return refused(new BayeuxError(null, [], "Too many messages wait"));
      this._replies.set(message.id, { accepted, refused, limits, renewals: renewals || 0 });
      this._dispatcher.send(message, Object.assign(this._times(), limits));
    });
  }

  _times() {
    // A stream of events is advised to hold no connect: its time-out is 0.
    const timeout = this._advice.timeout > 0 ? this._advice.timeout / 1000 : this._options.timeout;
    return { timeout: 1.2 * timeout, interval: this._options.retry };
  }

  _nextId() {
    this._messageId = (this._messageId + 1) % Number.MAX_SAFE_INTEGER;
    return this._messageId.toString(36);
  }

  _received(message) {
    this._pipe("incoming", message, (message) => {
      if (message.successful !== undefined) this._handleReply(message);
      if (message.data !== undefined && typeof message.channel === "string") {
        this._channels.deliver(message.channel, message.data);
      }
    });
  }

  _handleReply(reply) {
    const waiting = this._replies.get(reply.id);
    // The reply to a message that was sent twice arrives twice.
    if (!waiting) return;
    this._replies.delete(reply.id);
    const error = reply.successful ? null : BayeuxError.parse(reply.error);
    if (this._state !== "disconnected") Object.assign(this._advice, reply.advice);
    if (error) this._handleRefusal(reply, error, waiting);
    else waiting.accepted(reply);
    if (reply.advice) this._follow(reply.advice, reply.channel);
  }

  _handleRefusal(reply, error, { accepted, refused, limits, renewals }) {
    if (error.code === 401 && reply.channel === SUBSCRIBE && renewals < MOST_RENEWALS) {
      // The server lost the session before it read the subscription.
      if (this._state === "connected" && reply.clientId === this._dispatcher.clientId) this._renew();
      const message = { channel: SUBSCRIBE, subscription: reply.subscription };
      this._whenConnected(() => this._send(message, limits, accepted, refused, renewals + 1), refused);
    } else {
      refused(error);
    }
  }

  _follow(advice, channel) {
    if (this._state === "disconnected") return;
    if (advice.reconnect === "none") this._end(new BayeuxError(null, [], "The server refuses connections"));
    else if (advice.reconnect === "handshake" && channel !== HANDSHAKE && this._state === "connected") this._renew();
  }

  // Begins another session in place of the one that the server does not know.
  _renew() {
    this._state = "unconnected";
    this._advice = this._initialAdvice();
    this._dispatcher.clientId = null;
    if (this._isConnecting) {
      this._dispatcher.drop(this._connectMessage.id);
      this._replies.delete(this._connectMessage.id);
    }
    this._handshakeLater();
  }

  // The first handshake follows at once. More of them without a connect between wait longer and longer.
  _handshakeLater() {
    this._isConnecting = false;
    clearTimeout(this._cycleTimer);
    const delay = this._handshakes <= 1 ? 0 : backOff(this._options.retry, this._handshakes - 1, Math.random());
    this._cycleTimer = setTimeout(() => {
      if (this._state === "unconnected") this._handshake();
    }, delay);
  }

  _undeliverable(message, error) {
    const waiting = this._replies.get(message.id);
    this._replies.delete(message.id);
    if (waiting) waiting.refused(error, true);
  }

  _end(error) {
    this._state = "disconnected";
    this._isConnecting = false;
    this._handshakes = 0;
    clearTimeout(this._cycleTimer);
    this._dispatcher.close(error);
    this._dispatcher.clientId = null;
    this._replies.clear();
    this._channels.clear();
    for (const { refused } of this._waiting.splice(0)) if (refused) refused(error);
    this._unwatchPage();
  }

  _watchPage() {
    if (this._left || typeof window === "undefined" || !window.addEventListener) return;
    this._left = () => {
      if (!this._isDisconnectedByPage || this._state !== "connected") return;
      this._dispatcher.sendLast({ channel: DISCONNECT, clientId: this._dispatcher.clientId, id: this._nextId() });
    };
    // A page that comes back from the history goes on with another session.
    this._shown = (event) => {
      if (event.persisted && this._state === "connected") this._renew();
    };
    window.addEventListener("pagehide", this._left);
    window.addEventListener("pageshow", this._shown);
  }

  _unwatchPage() {
    if (!this._left) return;
    window.removeEventListener("pagehide", this._left);
    window.removeEventListener("pageshow", this._shown);
    this._left = null;
  }
}
