// Runs Bayeux clients on behalf of the driver, in this process or in a page. It has no imports, because pages get its
// text. It passes plain values only.

// `library` has the class `Client`. `emit(id, kind, value)` reports what happens to the client `id`.
export function createAgent(library, emit) {
  const clients = new Map();
  const plain = (value) => JSON.parse(JSON.stringify(value ?? null));

  // Replaces rejections by values, because only errors cross the border of a page.
  const settled = async (promise) => {
    try {
      await promise;
      return {};
    } catch (error) {
      return { refusal: { code: error.code ?? null, params: plain(error.params), message: String(error.message) } };
    }
  };

  const authorize = ({ subscribing, publishing }) => ({
    outgoing(message, callback) {
      const isSubscription = message.channel === "/meta/subscribe";
      const auth = isSubscription ? subscribing[message.subscription] : publishing[message.channel];
      if (auth) message.ext = { ...message.ext, auth };
      callback(message);
    },
  });

  const observe = (id) => ({
    outgoing(message, callback) {
      emit(id, "sent", plain(message));
      callback(message);
    },
    incoming(message, callback) {
      emit(id, "received", plain(message));
      callback(message);
    },
  });

  return {
    open(id, endpoint, options, disabled) {
      const client = new library.Client(endpoint, options);
      const state = { client, subscribing: {}, publishing: {}, subscriptions: [] };
      clients.set(id, state);
      for (const feature of disabled) client.disable(feature);
      client.addExtension(authorize(state));
      client.addExtension(observe(id));
      for (const event of ["transport:up", "transport:down"]) client.on(event, () => emit(id, event));
    },
    setAuth(id, channel, auth) {
      clients.get(id).subscribing[channel] = auth;
    },
    async subscribe(id, number, channel, auth, style) {
      const state = clients.get(id);
      state.subscribing[channel] = auth;
      const event = (channel, data) => emit(id, "event", { number, channel, data: plain(data) });
      const subscription =
        style === "withChannel"
          ? state.client.subscribe(channel).withChannel(event)
          : state.client.subscribe(channel, (data) => event(null, data));
      state.subscriptions[number] = subscription;
      return settled(subscription);
    },
    // Each call of the token function takes the next token.
    async subscribeTo(id, number, channel, tokens) {
      const { client, subscriptions } = clients.get(id);
      const left = tokens?.slice();
      const token = left?.length > 1 ? () => left.shift() : tokens?.[0];
      const event = (data, channel) => emit(id, "event", { number, channel, data: plain(data) });
      subscriptions[number] = client.subscribeTo(channel, token ?? null, event);
      return settled(subscriptions[number]);
    },
    publish(id, channel, data, auth) {
      const { client, publishing } = clients.get(id);
      publishing[channel] = auth;
      return settled(client.publish(channel, data));
    },
    publishTo: (id, channel, token, data) => settled(clients.get(id).client.publishTo(channel, token, data)),
    cancel(id, number) {
      clients.get(id).subscriptions[number].cancel();
    },
    disconnect(id) {
      clients.get(id).client.disconnect();
    },
  };
}
