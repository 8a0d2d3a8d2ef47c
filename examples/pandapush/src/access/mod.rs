//! Keys, tokens and what they allow.
//!
//! ```text
//! key, keyring   the keys of all applications, in memory
//! credentials    what a message or request presents
//! token          signed claims
//! check          whether the credentials allow an action on a channel
//! ```

mod check;
mod credentials;
mod error;
mod key;
mod keyring;
mod token;

pub use check::{Action, Grant, authorize};
pub use credentials::Credentials;
pub use error::AccessError;
pub use key::Key;
pub use keyring::{Keyring, Usage};
pub use token::PresenceClaim;
