//! Names of channels, patterns of names, and what a pattern covers.
//!
//! ```text
//! address    application and kind of a channel: `/app/kind/…`
//! grammar    Bayeux's grammar of names and patterns
//! lookup     the patterns under which subscribers of a publication are found
//! coverage   whether a token's channel covers a requested one
//! ```

mod address;
mod coverage;
mod grammar;
#[cfg(test)]
mod laws;
mod lookup;

pub use address::{Address, InvalidChannel, Kind};
pub use coverage::covers;
pub use grammar::{is_name, is_name_or_pattern};
pub use lookup::each_pattern;
