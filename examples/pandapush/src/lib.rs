//! Pandapush: publish and subscribe for many applications, with presence, for clients that speak Bayeux.
//!
//! ```text
//! json              JSON text that is passed on without being decoded
//! channel           names of channels, patterns, and what a pattern covers
//! access            keys, tokens and what they allow
//! store             applications, administrators and keys in SQLite or PostgreSQL
//! database_options  the options that name the database
//! admin             the admin API and its pages
//! bayeux            the messages of the protocol, without I/O
//! broker            sessions, subscriptions and queues, without I/O
//! hub               the broker with a clock, keys and presence
//! metrics           counters
//! ```

#![forbid(unsafe_code)]

pub mod access;
pub mod admin;
pub mod bayeux;
pub mod broker;
pub mod channel;
pub mod database_options;
pub mod hub;
mod json;
pub mod metrics;
pub mod store;
