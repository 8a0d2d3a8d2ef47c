// The transports over HTTP requests: long-polling, on the same origin and on another one.

// The largest batch of messages in one POST, in UTF-16 units. A larger message travels alone.
const LARGEST_BATCH = 65536;

// Sends the messages of the client in order, one request after the other. A connect has a request of its own, because
// the server holds it and its batch with it.
class PollingTransport {
  constructor(dispatcher, endpoint) {
    this._dispatcher = dispatcher;
    this._endpoint = endpoint;
    this._queue = [];
    this._isSending = false;
    this._requests = new Set();
    this._largestBatch = LARGEST_BATCH;
  }

  static isUsable(endpoint) {
    return typeof fetch === "function" && isSameOrigin(endpoint);
  }

  open(done) {
    done(true);
  }

  send(envelope) {
    if (envelope.message.channel === CONNECT) {
      this._request([envelope], () => {});
      return;
    }
    this._queue.push(envelope);
    // The messages of one turn share a request.
    Promise.resolve().then(() => this._next());
  }

  // Forgets a message whose time is over, and ends its request.
  abandon(envelope) {
    this._queue = this._queue.filter((other) => other !== envelope);
    for (const request of this._requests) if (request.envelopes.includes(envelope)) request.abort();
  }

  // Sends a last message while the page goes away.
  sendLast(message) {
    const text = encode([message]);
    const body = new Blob(["message=" + encodeURIComponent(text)], { type: "text/plain" });
    // Pages cannot wait for a request any more. The browser finishes a beacon after them.
    if (navigator.sendBeacon) navigator.sendBeacon(this._endpoint, body);
  }

  close() {
    this._queue = [];
    for (const request of this._requests) request.abort();
    this._requests.clear();
  }

  _next() {
    if (this._isSending || this._queue.length === 0) return;
    const batch = [];
    let length = 0;
    while (this._queue.length > 0) {
      const envelope = this._queue[0];
      length += encode(envelope.message).length;
      if (batch.length > 0 && (length > this._largestBatch || envelope.isAlone)) break;
      batch.push(this._queue.shift());
      if (envelope.isAlone) break;
    }
    this._isSending = true;
    this._request(batch, () => {
      this._isSending = false;
      this._next();
    });
  }

  _request(envelopes, ended) {
    const request = { envelopes, abort: () => {} };
    this._requests.add(request);
    const finish = (report) => {
      if (!this._requests.delete(request)) return;
      report();
      ended();
    };
    this._perform(request, encode(envelopes.map((envelope) => envelope.message)), {
      succeeded: (text) =>
        finish(() => {
          const messages = decode(text);
          if (messages) this._dispatcher.receive(messages);
          // A response that has no reply to a message leaves it unanswered.
          this._dispatcher.failed(envelopes.filter((envelope) => envelope.transport === this));
        }),
      failed: (status) => finish(() => this._dispatcher.failed(envelopes, { status })),
    });
  }

  _perform(request, text, outcome) {
    const headers = Object.assign({ "Content-Type": "application/json" }, this._dispatcher.headers);
    post(request, this._endpoint, { headers, body: text, credentials: "same-origin" }, outcome);
  }
}

class CrossOriginPollingTransport extends PollingTransport {
  static isUsable(endpoint) {
    return typeof fetch === "function" && !isSameOrigin(endpoint);
  }

  _perform(request, text, outcome) {
    // A form as plain text is a simple request: browsers ask for no permission before it (Fetch §3.2).
    const headers = Object.assign({ "Content-Type": "text/plain" }, this._dispatcher.headers);
    // Balancers may keep a client on its node by a cookie.
    const options = { headers, body: "message=" + encodeURIComponent(text), credentials: "include" };
    post(request, this._endpoint, options, outcome);
  }
}

function post(request, endpoint, options, outcome) {
  const controller = typeof AbortController === "function" ? new AbortController() : null;
  if (controller) {
    request.abort = () => controller.abort();
    options.signal = controller.signal;
  }
  options.method = "POST";
  options.cache = "no-store";
  fetch(endpoint, options)
    .then((response) => (response.ok ? response.text().then((text) => ({ text })) : { status: response.status }))
    .then(
      (answer) => (answer.text === undefined ? outcome.failed(answer.status) : outcome.succeeded(answer.text)),
      () => outcome.failed(),
    );
}

function isSameOrigin(endpoint) {
  // Programs outside of a browser have no origin.
  if (typeof location === "undefined") return true;
  return new URL(endpoint, location.href).origin === location.origin;
}

function encode(value) {
  return JSON.stringify(value);
}

// Returns the messages of a text, or null if it is not one message or an array of them.
function decode(text) {
  try {
    const value = JSON.parse(text);
    const messages = Array.isArray(value) ? value : [value];
    return messages.every((message) => message !== null && typeof message === "object") ? messages : null;
  } catch (error) {
    return null;
  }
}
