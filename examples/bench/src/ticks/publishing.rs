//! The event and its channel: what every server of the topic shares.

use api_core::Model;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

/// Maximum number of connections of a server.
pub(super) const MOST: usize = 60_000;

/// The events that wait for a subscriber, so that none is lost.
pub(super) const WAITING: usize = 1_024;

/// An event of usual size.
#[derive(Debug, Clone, Serialize, Deserialize, Model)]
pub(super) struct Tick {
    number: u64,
    text: String,
}

impl Tick {
    pub(super) fn new(number: u64) -> Self {
        Self { number, text: "The quick brown fox jumps.".to_owned() }
    }
}

/// Publishes events over a channel. Returns the number of subscribers.
pub(super) async fn publish<T>(events: &broadcast::Sender<T>, count: u64, event: impl Fn(Tick) -> T) -> usize {
    for number in 0..count {
        // The error is that there is no subscriber.
        let _ = events.send(event(Tick::new(number)));
        // Otherwise many events would go out in one write.
        tokio::task::yield_now().await;
    }
    events.receiver_count()
}

/// Returns a server-sent event in bytes.
pub(super) fn server_sent(tick: &Tick) -> String {
    format!("data: {}\n\n", serde_json::to_string(tick).unwrap_or_default())
}
