// The outcome of an operation: a promise that also has `callback` and `errback`, and the errors it fails with.

class Outcome {
  constructor() {
    this._promise = new Promise((resolve, reject) => {
      this._succeed = resolve;
      this._fail = reject;
    });
    // Programs that do not wait for an outcome are not to be told of an unhandled rejection.
    this._promise.catch(() => {});
  }

  then(succeeded, failed) {
    return this._promise.then(succeeded, failed);
  }

  catch(failed) {
    return this._promise.catch(failed);
  }

  callback(succeeded, context) {
    this._promise.then((value) => succeeded.call(context, value), () => {});
    return this;
  }

  errback(failed, context) {
    this._promise.then(undefined, (error) => failed.call(context, error));
    return this;
  }
}

class BayeuxError {
  constructor(code, params, message) {
    this.code = code;
    this.params = params;
    this.message = message;
  }

  // Reads `401:id:Unknown client`. Any other text is a message without a code.
  static parse(text) {
    const found = /^(\d{3}):([^:]*):([^]*)$/.exec(text || "");
    if (!found) return new BayeuxError(null, [], text || "");
    return new BayeuxError(Number(found[1]), found[2].split(","), found[3]);
  }

  toString() {
    return this.code === null ? this.message : this.code + ":" + this.params.join(",") + ":" + this.message;
  }
}
