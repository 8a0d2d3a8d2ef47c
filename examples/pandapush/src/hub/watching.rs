//! What happens in an application, for a person who watches it.

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
        let mut watched = watches.lock();
        let new = || Watched { sights: broadcast::Sender::new(WAITING), publishes: 0, deliveries: 0 };
        let entry = watched.entry(application.to_owned()).or_insert_with(new);
        watches.any.store(true, Ordering::Relaxed);
        let receiver = (entry.sights.receiver_count() < WATCHERS).then(|| entry.sights.subscribe());
        drop(watched);
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
        let mut watched = watches.lock();
        let Some(watched) = watched.get_mut(application) else { return };
        watched.publishes += 1;
        watched.deliveries += receivers as u64;
        if let Ok(Data { data }) = serde_json::from_str(frame.message()) {
            // Nobody may watch any more.
            let _ = watched.sights.send(Sight::Message { channel: channel.to_owned(), data });
        }
    }

    /// Shows the counters of the last second, and forgets the applications that nobody watches any more.
    pub(super) fn show_counters(&self) {
        let watches = &self.0.watches;
        if !watches.any.load(Ordering::Relaxed) {
            return;
        }
        let mut watched = watches.lock();
        watched.retain(|application, watched| {
            let (clients, channels) = self.state().broker.counts(application);
            let (publishes, deliveries) =
                (std::mem::take(&mut watched.publishes), std::mem::take(&mut watched.deliveries));
            watched.sights.send(Sight::Counters { publishes, deliveries, clients, channels }).is_ok()
        });
        watches.any.store(!watched.is_empty(), Ordering::Relaxed);
    }

    /// Returns whether somebody watches an application.
    pub(super) fn is_watched(&self, application: &str) -> bool {
        self.0.watches.lock().contains_key(application)
    }
}
