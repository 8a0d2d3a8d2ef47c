//! The versions of HTTP.

use clap::ValueEnum;

/// The version of HTTP that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Version {
    Http1,
    Http2,
}
