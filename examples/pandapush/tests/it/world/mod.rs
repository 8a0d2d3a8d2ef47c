//! A node on a loopback port, with keys of two applications, and what it is asked.
//!
//! Requests and answers are JSON and bytes here, without the types of `pandapush`, so that tests see the real format.

mod answer;
mod client;
mod http;
mod socket;
mod stream;
mod token;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use api_server::{Listener, ShutdownHandle, serve};
use jiff::Timestamp;
use pandapush::access::{Key, Keyring};
use pandapush::hub::{Hub, Settings};
use pandapush::metrics::Metrics;
use pandapush::server::{MetadataApi, Node, server};
use pandapush::store::{Keys, Location, open};
use tempfile::TempDir;
use tokio::task::{JoinHandle, JoinSet};

pub(crate) use answer::Answer;
pub(crate) use client::{Client, key};
pub(crate) use stream::EventStream;
pub(crate) use token::{claims, sign, sign_with, token};

/// The time limit of whatever must happen soon, with a margin for busy machines.
pub(crate) const SOON: Duration = Duration::from_secs(30);

/// A hold that no test waits for.
const LONG: Duration = Duration::from_mins(5);

/// A running node.
pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) hub: Hub,
    shutdown: ShutdownHandle,
    server: JoinHandle<()>,
    /// The upkeep of the hub, which goes on until this value is dropped.
    _upkeep: JoinSet<()>,
    _folder: TempDir,
}

impl World {
    /// Starts a node that holds connects for longer than any test runs.
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// Starts a node that holds connects for this long.
    pub(crate) async fn holding(hold: Duration) -> Self {
        Self::with(|settings| settings.hold = hold).await
    }

    /// Starts a node with changed settings.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::default();
        settings.hold = LONG;
        change(&mut settings);
        let folder = tempfile::tempdir().unwrap();
        let store = open(&Location::Sqlite(folder.path().join("pandapush.sqlite"))).await.unwrap();
        let keys = Keys::load(store, Arc::new(Keyring::default())).await.unwrap();
        let keyring = Arc::new(Keyring::default());
        keyring.replace(made_up_keys());
        keyring.remove_application("gone");
        let hub = Hub::new(keyring, settings, Metrics::new(), None);
        let node = Node::new(hub.clone(), keys, "abc123".to_owned());
        let bound = Listener::bind("127.0.0.1:0").await.unwrap();
        let listening = serve(bound, server(&hub, MetadataApi::serve(node)));
        let (address, shutdown) = (listening.local_addr(), listening.shutdown_handle());
        let server = tokio::spawn(async move { listening.await.unwrap() });
        let mut upkeep = JoinSet::new();
        let running = hub.clone();
        upkeep.spawn(async move { running.run().await });
        Self { address, hub, shutdown, server, _upkeep: upkeep, _folder: folder }
    }

    /// Begins to shut the node down, as the program does when it is interrupted.
    pub(crate) fn shut_down(&self) {
        self.hub.close();
        self.shutdown.shut_down();
    }

    /// Waits until the node has shut down.
    pub(crate) async fn stopped(self) {
        soon("the end of the node", self.server).await.expect("the server has not failed");
    }
}

/// The key that every test may use is `key` of `app`, with the secret `secret`.
fn made_up_keys() -> Vec<Key> {
    let now = Timestamp::now();
    let key = |application: &str, id: &str, expires, revoked_at| Key {
        application: application.to_owned(),
        id: id.to_owned(),
        secret: token::secret_of(id).into(),
        expires,
        revoked_at,
    };
    vec![
        key("app", "key", None, None),
        key("app", "colon", Some(now + Duration::from_hours(24)), None),
        key("app", "expired", Some(now), None),
        key("app", "revoked", None, Some(now)),
        key("other", "otherkey", None, None),
        key("gone", "gonekey", None, None),
    ]
}

/// Waits for something that must happen soon.
///
/// # Panics
/// Panics if it does not.
pub(crate) async fn soon<F: Future>(what: &'static str, happens: F) -> F::Output {
    tokio::time::timeout(SOON, happens).await.unwrap_or_else(|_| panic!("{what} did not happen in time"))
}

/// Waits until a condition holds that nothing on the wire announces.
///
/// # Panics
/// Panics if it does not hold soon.
pub(crate) async fn until<C: Future<Output = bool>>(what: &'static str, mut condition: impl FnMut() -> C) {
    soon(what, async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}
