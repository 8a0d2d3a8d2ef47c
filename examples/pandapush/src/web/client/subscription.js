// One subscription of a program to a channel or a pattern.

class Subscription extends Outcome {
  constructor(client, channel, callback, context) {
    super();
    this._client = client;
    this._channel = channel;
    this._callback = callback;
    this._context = context;
    this._isAccepted = false;
    this._isCancelled = false;
  }

  // Sets a callback that is called with the channel and the data. The channel tells what a pattern covered.
  withChannel(callback, context) {
    this._channelCallback = callback;
    this._channelContext = context;
    return this;
  }

  cancel() {
    if (this._isCancelled) return;
    this._isCancelled = true;
    this._client.unsubscribe(this._channel, this);
  }

  unsubscribe() {
    this.cancel();
  }

  _deliver(channel, data) {
    if (this._isCancelled) return;
    if (this._callback) guarded(() => this._callback.call(this._context, data));
    if (this._channelCallback) this._channelCallback.call(this._channelContext, channel, data);
  }
}
