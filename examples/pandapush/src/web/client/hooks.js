// What programs hook into a client: listeners of its events, and extensions that see its messages.

class Hooked {
  on(event, listener, context) {
    this._listeners().push({ event, listener, context });
    return this;
  }

  bind(event, listener, context) {
    return this.on(event, listener, context);
  }

  // Removes the listener, or all of the event.
  off(event, listener, context) {
    const isRemoved = (entry) =>
      entry.event === event && (!listener || (entry.listener === listener && (!context || entry.context === context)));
    this._listening = this._listeners().filter((entry) => !isRemoved(entry));
    return this;
  }

  unbind(event, listener, context) {
    return this.off(event, listener, context);
  }

  trigger(event) {
    const values = Array.prototype.slice.call(arguments, 1);
    for (const entry of this._listeners().slice()) {
      if (entry.event === event) guarded(() => entry.listener.apply(entry.context, values));
    }
  }

  addExtension(extension) {
    this._extended().push(extension);
    if (extension.added) extension.added(this);
  }

  removeExtension(extension) {
    if (!this._extended().includes(extension)) return;
    this._extensions = this._extensions.filter((other) => other !== extension);
    if (extension.removed) extension.removed(this);
  }

  // Passes a message through the hook `stage` of every extension and then to `done`. An extension drops a message when
  // it calls back without one.
  _pipe(stage, message, done) {
    const left = this._extended().filter((extension) => typeof extension[stage] === "function");
    const next = (message) => {
      if (!message) return;
      const extension = left.shift();
      if (!extension) done(message);
      // The hooks of a server's extensions have a third parameter, the request. There is none here.
      else if (extension[stage].length > 2) extension[stage](message, null, next);
      else extension[stage](message, next);
    };
    next(message);
  }

  // The lists begin at their first use, because subclasses may hook before they initialize the base.
  _listeners() {
    return this._listening || (this._listening = []);
  }

  _extended() {
    return this._extensions || (this._extensions = []);
  }
}

// Calls a function of the program. What it throws is reported by the browser and does not disturb the connection.
function guarded(call) {
  try {
    call();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
