//! Pandapush as a measured server: one node with one key, as the load expects it.

use std::io;
use std::sync::Arc;

use api_server::{Limits, Listener};
use pandapush::access::{Key, Keyring};
use pandapush::hub::{Hub, Settings};
use pandapush::metrics::Metrics;
use pandapush::server::server;
use tokio::net::TcpListener;

/// Serves a node that is alone.
pub(crate) async fn serve(listener: TcpListener) -> io::Result<()> {
    let keyring = Keyring::default();
    keyring.insert(Key {
        application: "devapp".to_owned(),
        id: "devkey".to_owned(),
        secret: "devsecret".to_owned().into(),
        expires: None,
        revoked_at: None,
    });
    let hub = Hub::new(Arc::new(keyring), Settings::default(), Metrics::new(), None);
    let upkeep = hub.clone();
    tokio::spawn(async move { upkeep.run().await });
    let listener = Listener::from_socket(listener)?;
    api_server::serve(listener, server(&hub, api_core::routing::NotFound)).limits(Limits::default()).await
}
