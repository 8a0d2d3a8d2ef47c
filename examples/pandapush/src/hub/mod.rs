//! The broker with a clock, keys and presence: what every transport and every HTTP endpoint talks to.
//!
//! ```text
//! settings     times and bounds
//! state        broker and presence under one lock
//! process      one Bayeux message in, one reply or a connect to wait for
//! publishing   publications from any source
//! outlet       a connection that waits for events
//! rates        how much a key may publish
//! upkeep       the sweep of silent sessions, and statistics
//! ```

mod outlet;
mod process;
mod publishing;
mod rates;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod upkeep;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::access::Keyring;
use crate::broker::{ClientId, Milliseconds};
use crate::metrics::Metrics;

pub use outlet::{Outlet, Released};
pub use process::Processed;
pub use publishing::{PublishError, Published};
pub use settings::Settings;

use rates::KeyRates;
use state::State;

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
    /// When the clock of the broker was zero.
    start: Instant,
    /// True once the node shuts down.
    closing: watch::Sender<bool>,
}

impl Hub {
    /// Makes a node without sessions.
    pub fn new(keyring: Arc<Keyring>, settings: Settings, metrics: Metrics) -> Self {
        let state = Mutex::new(State::new(&settings));
        let rates = KeyRates::new(settings.key_rate);
        let (closing, _) = watch::channel(false);
        Self(Arc::new(Inner { state, keyring, settings, rates, metrics, start: Instant::now(), closing }))
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

    /// Returns whether a client has a session.
    pub fn is_known(&self, client: &ClientId) -> bool {
        let now = self.now();
        self.state().broker.is_known(client, now)
    }

    fn now(&self) -> Milliseconds {
        Milliseconds::try_from(self.0.start.elapsed().as_millis()).unwrap_or(Milliseconds::MAX)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the time of day, which tokens and keys are compared with.
fn time_of_day() -> Timestamp {
    Timestamp::now()
}
