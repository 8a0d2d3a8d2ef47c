//! Pandapush: publish and subscribe for many applications, with presence, for clients that speak Bayeux.
//!
//! ```text
//! channel  names of channels, patterns, and what a pattern covers
//! access   keys, tokens and what they allow
//! ```

#![forbid(unsafe_code)]

pub mod access;
pub mod channel;
