//! The keys in memory follow the database, and their uses are written to it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior, interval_at};

use super::error::StoreError;
use super::keys::Keys;

/// How often the database is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Intervals {
    /// How often to ask for changes, which costs one row. Default: 500 ms.
    pub changes: Duration,
    /// How often to load all keys whether or not something changed (`CACHE_TTL_MS`): the original does not say when it
    /// changes keys in the same database. Default: 5 min.
    pub reload: Duration,
    /// How often to write uses of keys (`KEY_STATS_INTERVAL_MS`). Default: 1 min.
    pub usage: Duration,
}

/// The task that keeps the keys in memory up to date while the server runs.
///
/// Without the database it keeps the last keys, so that authentication goes on, and tries again at each interval.
#[derive(Debug)]
pub struct KeyReload {
    keys: Arc<Keys>,
    intervals: Intervals,
}

impl KeyReload {
    /// Creates the task.
    pub fn new(keys: Arc<Keys>, intervals: Intervals) -> Self {
        Self { keys, intervals }
    }

    /// Runs until the future is dropped. [`Keys::write_usage`] then writes the uses since the last interval.
    pub async fn run(self) {
        let Self { keys, intervals } = self;
        let mut changes = every(intervals.changes);
        let mut reload = every(intervals.reload);
        let mut usage = every(intervals.usage);
        loop {
            let result = tokio::select! {
                _ = changes.tick() => keys.reload_if_changed().await,
                () = keys.changed() => keys.reload_if_changed().await,
                _ = reload.tick() => keys.reload().await,
                _ = usage.tick() => keys.write_usage().await,
            };
            // That the database is lost was reported when it was noticed.
            if let Err(error) = result
                && !matches!(error, StoreError::Unavailable(_))
            {
                tracing::error!(error = %error, "the keys cannot be loaded, or their uses not be written");
            }
        }
    }
}

impl Default for Intervals {
    fn default() -> Self {
        Self { changes: Duration::from_millis(500), reload: Duration::from_mins(5), usage: Duration::from_mins(1) }
    }
}

/// Returns an interval that begins one period from now. After a delay it does not catch up.
fn every(period: Duration) -> Interval {
    let mut interval = interval_at(tokio::time::Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
