// The transport for pages of another origin without CORS: a script element whose text calls a function (JSONP).

// The largest batch of messages in one address, in UTF-16 units before escaping.
const LARGEST_ADDRESS = 1024;

const CALLBACKS = "__bayeux";

class CallbackPollingTransport extends PollingTransport {
  constructor(dispatcher, endpoint) {
    super(dispatcher, endpoint);
    this._largestBatch = LARGEST_ADDRESS;
  }

  static isUsable() {
    return typeof document !== "undefined";
  }

  _perform(request, text, outcome) {
    const callbacks = root[CALLBACKS] || (root[CALLBACKS] = { next: 0 });
    const name = "answer" + (callbacks.next += 1);
    const script = document.createElement("script");
    const remove = () => {
      // A script that arrives later finds a function and does nothing.
      callbacks[name] = () => delete callbacks[name];
      script.onerror = script.onload = null;
      if (script.parentNode) script.parentNode.removeChild(script);
    };
    callbacks[name] = (messages) => {
      remove();
      delete callbacks[name];
      outcome.succeeded(encode(messages));
    };
    script.onerror = script.onload = () => {
      remove();
      delete callbacks[name];
      outcome.failed();
    };
    request.abort = () => {
      remove();
      outcome.failed();
    };
    const address = new URL(this._endpoint, location.href);
    address.searchParams.set("message", text);
    address.searchParams.set("jsonp", CALLBACKS + "." + name);
    script.src = address.href;
    script.async = true;
    document.head.appendChild(script);
  }
}
