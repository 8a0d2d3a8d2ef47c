//! Invalid requests: each is rejected with an error in the platform's format, and none changes the state.

mod bodies;
mod identifiers;
mod queries;
mod sizes;
mod snapshot;
mod tokens;
