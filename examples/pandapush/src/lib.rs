//! Pandapush: publish and subscribe for many applications, with presence, for clients that speak Bayeux.
//!
//! ```text
//! access            keys, tokens and what they allow
//! store             applications, administrators and keys in SQLite or PostgreSQL
//! database_options  the options that name the database
//! ```

#![forbid(unsafe_code)]

pub mod access;
pub mod database_options;
pub mod store;
