//! Conditional requests and ranges (RFC 9110 §13 and §14): what a client asks, and what a server answers.

mod conditions;
mod download;

pub use conditions::{Conditions, Validators};
pub use download::{Download, OfDownload, OfPart, Representation};
