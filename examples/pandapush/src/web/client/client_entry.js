// Exports `Pandapush`, on top of the `faye` package's client if its script is loaded.

const Pandapush = {
  Client: extendClient(root.Faye && root.Faye.Client ? root.Faye.Client : BayeuxClient),

  // Returns the same on top of a given `Faye`, for programs that load it as a module.
  withFaye(Faye) {
    return { Client: extendClient(Faye.Client) };
  },
};

if (typeof module === "object" && module.exports) module.exports = Pandapush;
else root.Pandapush = Pandapush;
