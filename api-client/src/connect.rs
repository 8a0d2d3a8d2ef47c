//! Connecting to an API on a remote server.

use api_core::error::Failure;
use api_core::{Api, Client};

use crate::builder::ClientBuilder;
use crate::layered::LayeredTransport;
use crate::transport::PooledTransport;

/// Creates a client of an API on a remote server: an address, or a [`ClientBuilder`] with more settings. Nothing is
/// sent yet.
///
/// ```
/// # use api_core::{Error, api};
/// # fn main() -> Result<(), api_core::Failure> {
/// #[api]
/// trait Hello {
///     #[get("/hello/{name}")]
///     async fn hello(&self, name: String) -> Result<String, Error>;
/// }
///
/// let hello = api_client::connect::<HelloApi>("http://localhost:8080")?;
/// # let _ = hello;
/// # Ok(()) }
/// ```
///
/// # Errors
/// Returns an error if the builder's address is not that of an API, or if the trusted certificates cannot be read.
pub fn connect<A: Api>(server: impl Into<ClientBuilder>) -> Result<Client<A, LayeredTransport>, Failure> {
    let builder = server.into();
    builder.connect_through(PooledTransport::from(builder.pool()?))
}
