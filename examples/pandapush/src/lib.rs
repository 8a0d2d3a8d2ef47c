//! Pandapush: publish and subscribe for many applications, with presence, for clients that speak Bayeux.
//!
//! ```text
//! access   keys, tokens and what they allow
//! ```

#![forbid(unsafe_code)]

pub mod access;
