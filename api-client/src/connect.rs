//! Connecting to an API on a remote server.

use api_core::error::Failure;
use api_core::{Api, Client};

use crate::builder::ClientBuilder;
use crate::layered::LayeredTransport;

/// Creates a client of an API on a remote server. Nothing is sent yet.
///
/// # Errors
/// Returns an error if the builder's address is not that of an API, or if the trusted certificates cannot be read.
pub fn connect<A: Api>(builder: &ClientBuilder) -> Result<Client<A, LayeredTransport>, Failure> {
    builder.connect_through(builder.pool()?)
}
