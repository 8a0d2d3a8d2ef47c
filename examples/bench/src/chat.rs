//! The Chatkit backend as a measured server, and access tokens for it.

use std::io;

use api_server::Listener;
use chatkit::server::Backend;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};
use tokio::net::TcpListener;

/// The instance, which is the last segment of its base paths: `/services/{service}/{version}/{instance}`.
pub(crate) const INSTANCE: &str = "bench";

/// Serves an empty in-memory instance.
pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let backend = Backend::new(locator(), &[key()]);
    let listener = Listener::from_socket(listener)?;
    api_server::serve(listener, backend.server()).await
}

/// Returns an access token.
pub(crate) fn token(grant: &Grant) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let issued = TokenSigner::new(&locator(), &key()).sign(grant, now);
    issued.map(|issued| issued.token.as_str().to_owned()).unwrap_or_default()
}

fn locator() -> InstanceLocator {
    format!("v1:us1:{INSTANCE}").parse().expect("the locator is well-formed")
}

fn key() -> Key {
    "key:secret".parse().expect("the key is well-formed")
}
