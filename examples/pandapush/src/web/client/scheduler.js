// Decides how long a message waits for its reply and how often it is sent again.

class Scheduler {
  // `options`: `timeout` and `interval` in seconds, and the limits `attempts` and `deadline` (seconds from now), which
  // are absent for a message that is sent until it has a reply.
  constructor(message, options) {
    this.message = message;
    this.options = options;
    this.attempts = 0;
    this._begun = Date.now();
  }

  getTimeout() {
    return this.options.timeout;
  }

  getInterval() {
    return this.options.interval;
  }

  isDeliverable() {
    const { attempts, deadline } = this.options;
    if (attempts !== undefined && this.attempts >= attempts) return false;
    return deadline === undefined || Date.now() < this._begun + deadline * 1000;
  }

  send() {
    this.attempts += 1;
  }

  succeed() {}

  fail() {}

  abort() {}
}

// Returns the delay in milliseconds after this number of failures. It grows from `seconds` to a minute, and varies so
// that the clients of a restarted server do not come back together.
function backOff(seconds, failures, random) {
  const longest = Math.max(seconds, 60);
  const delay = Math.min(seconds * Math.pow(2, Math.min(failures, 10) - 1), longest);
  return delay * 1000 * (0.5 + random / 2);
}
