// The transport over a WebSocket, for both directions.

class WebSocketTransport {
  constructor(dispatcher, endpoint) {
    this._dispatcher = dispatcher;
    this._endpoint = endpoint;
    this._waiting = [];
  }

  static isUsable() {
    return typeof WebSocket === "function";
  }

  // Opens the socket and calls `done` with whether it opened.
  open(done) {
    const base = typeof location === "undefined" ? undefined : location.href;
    const address = new URL(this._endpoint, base).href.replace(/^http/, "ws");
    let socket;
    try {
      socket = this._socket = new WebSocket(address);
    } catch (error) {
      // A page served with TLS may not open one without.
      return done(false);
    }
    let isOpen = false;
    socket.onopen = () => {
      isOpen = true;
      done(true);
      for (const envelope of this._waiting.splice(0)) this._write(envelope);
    };
    socket.onmessage = (event) => {
      const messages = decode(event.data);
      if (messages) this._dispatcher.receive(messages);
    };
    socket.onclose = (event) => {
      if (this._socket !== socket) return;
      this._socket = null;
      this._waiting = [];
      if (!isOpen) done(false);
      this._dispatcher.broken(this, { wasOpen: isOpen, isTooLarge: event.code === 1009 });
    };
  }

  send(envelope) {
    if (this._socket && this._socket.readyState === 1) return this._write(envelope);
    this._waiting.push(envelope);
    if (!this._socket) this.open(() => {});
  }

  // A message without a reply means a dead connection. The next message opens another one.
  abandon() {
    const socket = this._socket;
    this._socket = null;
    this._waiting = [];
    if (!socket) return;
    socket.close();
    this._dispatcher.broken(this, { wasOpen: true, isTooLarge: false });
  }

  sendLast(message) {
    if (this._socket && this._socket.readyState === 1) this._socket.send(encode([message]));
  }

  close() {
    const socket = this._socket;
    this._socket = null;
    this._waiting = [];
    if (socket) socket.close();
  }

  _write(envelope) {
    this._socket.send(encode([envelope.message]));
  }
}
