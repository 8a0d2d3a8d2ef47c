//! What happens by itself: silent sessions end, and statistics are published.

use std::time::Duration;

use serde_json::json;
use serde_json::value::to_raw_value;
use tokio::time::{MissedTickBehavior, interval};

use super::Hub;
use crate::broker::{Activity, Frame};

/// How often sessions are looked at. Those whose queue overflowed end with the next look.
const SWEEP: Duration = Duration::from_millis(500);

/// How often `/<application>/meta/statistics` is published.
const STATISTICS: Duration = Duration::from_secs(5);

impl Hub {
    /// Runs the upkeep until the node shuts down.
    pub async fn run(&self) {
        let (mut sweep, mut statistics) = (interval(SWEEP), interval(STATISTICS));
        sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
        statistics.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = sweep.tick() => self.sweep(),
                _ = statistics.tick() => self.publish_statistics(),
                () = self.closed() => return,
            }
        }
    }

    /// Ends the sessions of silent clients, and of those that were too slow.
    pub fn sweep(&self) {
        let now = self.now();
        let mut state = self.state();
        let overflowed = state.broker.has_overflowed();
        let departures = state.broker.sweep(now);
        for departure in &departures {
            state.depart(departure);
        }
        let sessions = state.broker.sessions();
        drop(state);
        if overflowed {
            tracing::warn!("a client reads too slowly: its session ends, so that it learns of the loss");
        }
        self.0.metrics.disconnected(departures.len());
        self.0.metrics.sessions(sessions);
    }

    /// Publishes what happened in each application since the last time.
    pub fn publish_statistics(&self) {
        self.0.rates.forget();
        let mut state = self.state();
        for activity in state.broker.take_activity() {
            let channel = format!("/{}/meta/statistics", activity.application);
            let Ok(data) = to_raw_value(&statistics(&self.0.settings.node, &activity)) else { continue };
            state.broker.publish(&channel, &Frame::new(&channel, &data), None);
        }
    }
}

fn statistics(node: &str, activity: &Activity) -> serde_json::Value {
    json!({
        "source": node,
        "stats": {
            "publishes": activity.publications,
            "publishedChannels": activity.published_channels,
            "clients": activity.clients,
            "channels": activity.channels,
        },
    })
}
