//! The broker with a clock, keys and presence: what every transport and every HTTP endpoint talks to.
//!
//! ```text
//! settings     times and bounds
//! state        broker and presence under one lock
//! process      one Bayeux message in, one reply or a connect to wait for
//! publishing   publications from any source
//! outlet       a connection that waits for events
//! signal       what wakes it
//! overview     which clients are connected
//! rates        how much a key may publish
//! together     what a node among others has
//! settling     sessions that move between nodes
//! following    the logs of applications
//! mail         what other nodes say
//! upkeep       the sweep of silent sessions, and statistics
//! watched      the applications that somebody watches
//! watching      what a person sees who watches an application
//! ```

mod following;
mod mail;
mod outlet;
mod overview;
mod process;
mod publishing;
mod rates;
mod settings;
mod settling;
mod signal;
mod state;
#[cfg(test)]
mod tests;
mod together;
mod unsettled;
mod upkeep;
mod watched;
mod watching;
mod writing;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::access::Keyring;
use crate::broker::{ClientId, Milliseconds};
use crate::cluster::{Hosts, Notice};
use crate::metrics::Metrics;

pub use outlet::{Outlet, Released};
pub use overview::ClientOverview;
pub use process::Processed;
pub use publishing::PublishError;
pub use settings::{MESSAGE_SIZE, Settings};
pub use unsettled::Unsettled;
pub use watched::Sight;

use rates::KeyRates;
use state::State;
use together::Together;
use watched::Watches;

/// One node: its sessions and everything that happens to them. Clones share it.
#[derive(Debug, Clone)]
pub struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    keyring: Arc<Keyring>,
    settings: Settings,
    rates: KeyRates,
    metrics: Metrics,
    watches: Watches,
    /// `None` for a node that is alone.
    together: Option<Together>,
    /// Another node says that keys have changed.
    keys_changed: Notify,
    /// How many tasks write to WebSockets at the same time.
    writers: usize,
    /// When the clock of the broker was zero.
    start: Instant,
    /// True once the node is about to shut down.
    leaving: AtomicBool,
    /// True once the node shuts down.
    closing: watch::Sender<bool>,
}

impl Hub {
    /// Makes a node without sessions, which shares them with all nodes on the same hosts. Without hosts it is alone.
    pub fn new(keyring: Arc<Keyring>, settings: Settings, metrics: Metrics, hosts: Option<Hosts>) -> Self {
        let (closing, _) = watch::channel(false);
        Self(Arc::new(Inner {
            state: Mutex::new(State::new(&settings)),
            keyring,
            rates: KeyRates::new(settings.key_rate),
            metrics,
            watches: Watches::default(),
            together: hosts.map(|hosts| Together::new(hosts, settings.node.clone())),
            settings,
            writers: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            keys_changed: Notify::new(),
            start: Instant::now(),
            leaving: AtomicBool::new(false),
            closing,
        }))
    }

    /// Returns once another node says that keys were made, revoked or removed.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe.
    pub async fn keys_changed(&self) {
        self.0.keys_changed.notified().await;
    }

    /// Tells the other nodes that keys were made, revoked or removed. Does nothing if there are none.
    pub async fn announce_keys(&self) {
        if let Some(together) = &self.0.together
            && let Err(error) = together.mail.broadcast(&Notice::KeysChanged).await
        {
            tracing::warn!(%error, "other nodes learn of changed keys only when they look at the database");
        }
    }

    /// Returns whether this node is one of several.
    pub fn is_shared(&self) -> bool {
        self.0.together.is_some()
    }

    /// Returns why the servers of Redis that are not reached are not. Empty if all are, or if the node is alone.
    pub fn problems(&self) -> Vec<String> {
        self.0.together.as_ref().map(|together| together.hosts.problems()).unwrap_or_default()
    }

    /// Returns the keys.
    pub fn keyring(&self) -> &Arc<Keyring> {
        &self.0.keyring
    }

    /// Returns the settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Returns the metrics.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Announces that the node is about to shut down. Until [`Hub::close`] it serves as before.
    pub fn announce_close(&self) {
        self.0.leaving.store(true, Ordering::Relaxed);
    }

    /// Returns whether the node shuts down, or is about to.
    pub fn is_leaving(&self) -> bool {
        self.0.leaving.load(Ordering::Relaxed) || self.is_closing()
    }

    /// Answers all waiting connects and closes all connections, so that clients connect to another node. A new connect
    /// is answered at once.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// Returns whether the node shuts down.
    pub fn is_closing(&self) -> bool {
        *self.0.closing.borrow()
    }

    /// Returns once the node shuts down.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe.
    pub async fn closed(&self) {
        // The sender lives as long as `self`.
        let _ = self.0.closing.subscribe().wait_for(|closing| *closing).await;
    }

    /// Returns whether a client has a session here.
    pub fn is_known(&self, client: &ClientId) -> bool {
        let now = self.now();
        self.state().broker.is_known(client, now)
    }

    fn now(&self) -> Milliseconds {
        Milliseconds::try_from(self.0.start.elapsed().as_millis()).unwrap_or(Milliseconds::MAX)
    }
}

/// Returns the time of day, which tokens and keys are compared with.
fn time_of_day() -> Timestamp {
    Timestamp::now()
}
