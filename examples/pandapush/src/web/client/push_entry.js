// Exports the client under the name of the `faye` package's global.

const Faye = { VERSION: "1.4.3", Client: BayeuxClient, Scheduler };

if (typeof module === "object" && module.exports) module.exports = Faye;
else root.Faye = Faye;
