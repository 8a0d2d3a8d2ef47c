// Channel names and patterns, and the subscriptions of each.

const PATTERN_AT_END = /\/\*{1,2}$/;

// Returns the channel and every pattern that covers it: one level with `*`, any depth with `**`.
function namesCovering(channel) {
  const segments = channel.split("/").slice(1);
  const prefix = (count) => segments.slice(0, count).map((segment) => "/" + segment).join("");
  const names = [channel];
  if (PATTERN_AT_END.test(channel)) return names;
  names.push(prefix(segments.length - 1) + "/*");
  for (let count = 0; count < segments.length; count += 1) names.push(prefix(count) + "/**");
  return names;
}

class ChannelTable {
  constructor() {
    // A map and not an object: a channel may be called like a property of every object.
    this._subscriptions = new Map();
  }

  add(channel, subscription) {
    const present = this._subscriptions.get(channel);
    if (present) present.push(subscription);
    else this._subscriptions.set(channel, [subscription]);
  }

  // Removes one subscription, or all of the channel. Returns whether the channel lost its last one.
  remove(channel, subscription) {
    const present = this._subscriptions.get(channel);
    if (!present) return false;
    const left = subscription ? present.filter((other) => other !== subscription) : [];
    if (left.length > 0) this._subscriptions.set(channel, left);
    else this._subscriptions.delete(channel);
    return left.length === 0;
  }

  // Returns the channels and patterns of which a subscription was accepted once.
  accepted() {
    const isAccepted = (entry) => entry[1].some((subscription) => subscription._isAccepted);
    return Array.from(this._subscriptions).filter(isAccepted).map((entry) => entry[0]);
  }

  // Calls the callbacks of every subscription that covers the channel.
  deliver(channel, data) {
    for (const name of namesCovering(channel)) {
      // A callback may cancel subscriptions. The copy is complete for this event.
      for (const subscription of (this._subscriptions.get(name) || []).slice()) {
        guarded(() => subscription._deliver(channel, data));
      }
    }
  }

  clear() {
    this._subscriptions.clear();
  }
}
