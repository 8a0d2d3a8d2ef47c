//! Pandapush: publish and subscribe for many applications, with presence, for clients that speak Bayeux.
//!
//! ```text
//! json              JSON text that is passed on without being decoded
//! channel           names of channels, patterns, and what a pattern covers
//! access            keys, tokens and what they allow
//! store             applications, administrators and keys in SQLite or PostgreSQL
//! database_options  the options that name the database
//! admin             the admin API and its pages
//! admin_options     the options about administrators
//! bayeux            the messages of the protocol, without I/O
//! broker            sessions, subscriptions and queues, without I/O
//! cluster           several nodes as one service, on Redis
//! metrics           counters
//! hub               the broker with a clock, keys and presence
//! transport         Bayeux over HTTP: the mount `/push`
//! publishing        the REST API for servers
//! web               what is served to browsers
//! server            all of it as one server
//! locks             the contracts with programs that use it
//! document          the OpenAPI document
//! command_line      the program
//! ```

#![forbid(unsafe_code)]

pub mod access;
pub mod admin;
pub mod admin_options;
pub mod bayeux;
pub mod broker;
pub mod channel;
pub mod cluster;
pub mod command_line;
pub mod database_options;
pub mod document;
pub mod hub;
mod json;
pub mod locks;
pub mod metrics;
pub mod publishing;
pub mod server;
pub mod store;
pub mod transport;
pub mod web;
