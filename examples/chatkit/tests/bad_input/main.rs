//! What no client should send: each is told so in the form of every error, none is the server's fault, and nothing changes by it.

mod bodies;
mod identifiers;
mod queries;
mod sizes;
mod snapshot;
#[path = "../rows/stage.rs"]
#[expect(dead_code, reason = "subscriptions are followed where the rows are")]
mod stage;
#[path = "../rows/table.rs"]
#[expect(dead_code, reason = "what is answered is looked at where the rows are")]
mod table;
mod tokens;
#[path = "../wire/mod.rs"]
mod wire;
