//! What no client should send: each is told so in the form of every error, none is the server's fault, and nothing changes by it.

mod bodies;
mod identifiers;
mod queries;
mod sizes;
mod snapshot;
mod tokens;
