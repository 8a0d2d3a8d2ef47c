// The transport that receives events on a stream of server-sent events and sends by POST.

class EventSourceTransport extends PollingTransport {
  static isUsable(endpoint) {
    return typeof EventSource === "function" && PollingTransport.isUsable(endpoint);
  }

  // Opens the stream of the session and calls `done` with whether it opened.
  open(done) {
    const address = new URL(this._endpoint, location.href);
    address.pathname = address.pathname.replace(/\/$/, "") + "/" + this._dispatcher.clientId;
    const source = (this._source = new EventSource(address.href));
    source.onopen = () => {
      this._failures = 0;
      done(true);
    };
    source.onmessage = (event) => {
      const messages = decode(event.data);
      if (messages) this._dispatcher.receive(messages);
    };
    source.onerror = () => {
      // The browser would repeat the request for ever, although the session may be gone. A connect finds that out.
      source.close();
      if (this._source !== source) return;
      this._source = null;
      done(false);
      this._failures = (this._failures || 0) + 1;
      this._dispatcher.lost(this, this._failures);
    };
  }

  send(envelope) {
    if (envelope.message.channel === CONNECT && !this._source) this.open(() => {});
    super.send(envelope);
  }

  close() {
    if (this._source) this._source.close();
    this._source = null;
    super.close();
  }
}
