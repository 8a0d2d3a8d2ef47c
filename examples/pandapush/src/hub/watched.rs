//! The applications that somebody watches.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::value::RawValue;
use tokio::sync::broadcast;

/// Something that a watcher sees.
#[derive(Debug, Clone)]
pub enum Sight {
    /// An event.
    Message {
        /// The channel.
        channel: String,
        /// Its data.
        data: Box<RawValue>,
    },
    /// The counters of this node, of the last second.
    Counters {
        /// Publications.
        publishes: u64,
        /// Deliveries to sessions of this node.
        deliveries: u64,
        /// Sessions of this node with subscriptions in the application.
        clients: usize,
        /// Channels and patterns that they subscribe to.
        channels: usize,
    },
}

/// The watched applications.
#[derive(Debug, Default)]
pub(super) struct Watches {
    /// False while nothing is watched, so that a publication costs nothing then.
    pub(super) any: AtomicBool,
    watched: Mutex<HashMap<String, Watched>>,
}

/// One watched application.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) sights: broadcast::Sender<Sight>,
    pub(super) publishes: u64,
    pub(super) deliveries: u64,
}

impl Watches {
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<String, Watched>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
