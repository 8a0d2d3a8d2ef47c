//! Pandapush: publish and subscribe for many applications, with presence, for clients that speak Bayeux.
//!
//! ```text
//! json          JSON text that is passed on without being decoded
//! channel       names of channels, patterns, and what a pattern covers
//! access        keys, tokens and what they allow
//! bayeux        the messages of the protocol, without I/O
//! broker        sessions, subscriptions and queues, without I/O
//! metrics       counters
//! hub           the broker with a clock, keys and presence
//! transport     Bayeux over HTTP: the mount `/push`
//! publishing    the REST API for servers
//! server        all of it as one server
//! command_line  the program
//! ```

#![forbid(unsafe_code)]

pub mod access;
pub mod bayeux;
pub mod broker;
pub mod channel;
pub mod command_line;
pub mod hub;
mod json;
pub mod metrics;
pub mod publishing;
pub mod server;
pub mod transport;
