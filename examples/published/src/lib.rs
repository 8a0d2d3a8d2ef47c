//! APIs that others published, as traits: each is served, called by the client that its trait gives, and where its
//! authors or others publish a client, driven by that.
//!
//! ```text
//! chat       language models with one stream of chunks: `POST /v1/chat/completions`
//! messages   language models with named events: `POST /v1/messages`
//! github     repositories, activity and issues of the REST API of GitHub
//! registry   images of containers, as registries of the Open Container Initiative have them
//! topics     resources with custom verbs
//! warehouse  a registry in memory
//! parrot     a language model that repeats what it is asked
//! ```
//!
//! The types hold what the tests use. The names of fields are those of the published documents.

#![forbid(unsafe_code)]

pub mod chat;
pub mod github;
pub mod messages;
mod parrot;
pub mod registry;
pub mod topics;
mod warehouse;

pub use parrot::Parrot;
pub use warehouse::{Warehouse, digest_of};
