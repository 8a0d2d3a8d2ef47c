//! What happens in an application, for a person who watches it.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::sync::broadcast;

use super::Hub;
use super::watched::{Sight, Watched};
use crate::broker::Frame;

/// How many sights wait for a slow watcher.
const WAITING: usize = 256;

/// How many may watch one application.
const WATCHERS: usize = 64;

#[derive(Deserialize)]
struct Data {
    data: Box<RawValue>,
}

impl Hub {
    /// Watches an application. `None` if too many do.
    pub fn watch(&self, application: &str) -> Option<broadcast::Receiver<Sight>> {
        let watches = &self.0.watches;
        let mut applications = watches.lock();
        let new = || Watched { sights: broadcast::Sender::new(WAITING), publishes: 0, deliveries: 0 };
        let entry = applications.entry(application.to_owned()).or_insert_with(new);
        watches.any.store(true, Ordering::Relaxed);
        let receiver = (entry.sights.receiver_count() < WATCHERS).then(|| entry.sights.subscribe());
        drop(applications);
        if self.0.together.is_some() {
            let (hub, application) = (self.clone(), application.to_owned());
            tokio::spawn(async move { hub.follow_watched(&application).await });
        }
        receiver
    }

    /// Shows an event to those who watch its application.
    pub(super) fn show(&self, application: &str, channel: &str, frame: &Frame, receivers: usize) {
        let watches = &self.0.watches;
        if !watches.any.load(Ordering::Relaxed) {
            return;
        }
        let mut applications = watches.lock();
        let Some(entry) = applications.get_mut(application) else { return };
        entry.publishes += 1;
        entry.deliveries += receivers as u64;
        if let Ok(Data { data }) = serde_json::from_str(frame.message()) {
            // Nobody may watch any more.
            let _ = entry.sights.send(Sight::Message { channel: channel.to_owned(), data });
        }
    }

    /// Shows the counters of the last second, and forgets the applications that nobody watches any more.
    pub(super) fn show_counters(&self) {
        let watches = &self.0.watches;
        if !watches.any.load(Ordering::Relaxed) {
            return;
        }
        let names: Vec<String> = watches.lock().keys().cloned().collect();
        // Never under the lock of the watches: others take these two locks in the other order.
        let counts: HashMap<String, (usize, usize)> = {
            let state = self.state();
            names.into_iter().map(|name| (name.clone(), state.broker.counts(&name))).collect()
        };
        let mut applications = watches.lock();
        applications.retain(|application, entry| {
            let (clients, channels) = counts.get(application).copied().unwrap_or_default();
            let (publishes, deliveries) = (std::mem::take(&mut entry.publishes), std::mem::take(&mut entry.deliveries));
            entry.sights.send(Sight::Counters { publishes, deliveries, clients, channels }).is_ok()
        });
        watches.any.store(!applications.is_empty(), Ordering::Relaxed);
    }

    /// Returns whether somebody watches an application.
    pub(super) fn is_watched(&self, application: &str) -> bool {
        self.0.watches.lock().contains_key(application)
    }
}
