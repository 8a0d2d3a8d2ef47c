//! Keys, tokens and what they allow.

mod key;
mod keyring;

pub use key::Key;
pub use keyring::{Keyring, Usage};
