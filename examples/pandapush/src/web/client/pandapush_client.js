// What Pandapush adds to a Bayeux client: tokens for each channel, and presence.

// The data of a publication with the token that it is sent with.
class WithToken {
  constructor(token, data) {
    this.token = token;
    this.data = data;
  }
}

// Returns a subclass of `Base`, which is `Faye.Client` or has its interface.
function extendClient(Base) {
  return class Client extends Base {
    initialize(endpoint, options) {
      this._tokens = new Map();
      this._members = new Map();
      super.initialize(endpoint, options);
      this.addExtension({
        outgoing: (message, callback) => callback(this._authenticate(message)),
        incoming: (message, callback) => {
          this._showPresence(message);
          callback(message);
        },
      });
    }

    // Subscribes with a token: null, a text, or a function that returns one and is called each time one is needed. Calls
    // `callback(message, channel)` with each event, and with the list of those present on a presence channel.
    subscribeTo(channel, token, callback) {
      if (token) this._tokens.set(channel, token);
      const callbacks = this._members.get(channel) || [];
      this._members.set(channel, callbacks.concat([callback]));
      const subscription = this.subscribe(channel).withChannel((channel, message) => callback(message, channel));
      const forget = () => this._forget(channel, callback);
      const cancel = subscription.cancel;
      subscription.cancel = subscription.unsubscribe = function () {
        forget();
        return cancel.apply(this, arguments);
      };
      subscription.errback(forget);
      return subscription;
    }

    // Publishes data with a token: null, a text, or a function that returns one.
    publishTo(channel, token, data) {
      return this.publish(channel, token ? new WithToken(token, data) : data);
    }

    _forget(channel, callback) {
      const callbacks = this._members.get(channel) || [];
      const index = callbacks.indexOf(callback);
      if (index < 0) return;
      const left = callbacks.filter((other, position) => position !== index);
      if (left.length > 0) {
        this._members.set(channel, left);
      } else {
        this._members.delete(channel);
        this._tokens.delete(channel);
      }
    }

    _authenticate(message) {
      let token;
      if (message.channel === "/meta/subscribe") {
        token = this._tokens.get(message.subscription);
      } else if (message.data instanceof WithToken) {
        token = message.data.token;
        message.data = message.data.data;
      } else if (message.data !== undefined) {
        token = this._tokens.get(message.channel);
      }
      const text = typeof token === "function" ? token(message.subscription || message.channel) : token;
      if (text) message.ext = Object.assign({}, message.ext, { auth: { token: text } });
      return message;
    }

    _showPresence(message) {
      if (message.channel !== "/meta/subscribe" || !message.successful || !message.ext || !message.ext.presence) return;
      for (const callback of (this._members.get(message.subscription) || []).slice()) {
        guarded(() => callback(message.ext.presence, message.subscription));
      }
    }
  };
}
