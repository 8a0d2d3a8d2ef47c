//! What happens by itself: silent sessions end, and statistics are published.

use std::time::Duration;

use serde_json::json;
use serde_json::value::to_raw_value;
use tokio::time::{MissedTickBehavior, interval};

use super::Hub;
use super::together::Together;
use crate::broker::{Activity, Departure, Frame};

/// How often sessions are looked at. Those whose queue overflowed end with the next look.
const SWEEP: Duration = Duration::from_millis(500);

/// How often a node says that it is alive.
const ALIVE: Duration = Duration::from_secs(1);

/// How often `/<application>/meta/statistics` is published.
const STATISTICS: Duration = Duration::from_secs(5);

/// How often those who watch an application see its counters.
const COUNTERS: Duration = Duration::from_secs(1);

impl Hub {
    /// Runs the upkeep. It never returns: while the node shuts down, clients move to other nodes, which ask it for
    /// them.
    pub async fn run(&self) {
        tokio::join!(self.keep_up(), self.stay_alive(), self.read_mail(), self.read_notices());
    }

    /// Records how far events were delivered, and tells the other nodes not to wait for answers of this one.
    pub async fn leave(&self) {
        let Some(together) = &self.0.together else { return };
        self.record_deliveries(together).await;
        if let Err(error) = together.mail.leave().await {
            tracing::debug!(%error, "other nodes learn after a moment that this one is gone");
        }
    }

    /// Tells the other nodes, again and again, that this one is alive.
    async fn stay_alive(&self) {
        let Some(together) = &self.0.together else { return };
        let mut alive = interval(ALIVE);
        alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            alive.tick().await;
            if let Err(error) = together.mail.say_alive().await {
                tracing::debug!(%error, "the other nodes may take this one for dead");
            }
        }
    }

    async fn keep_up(&self) {
        let (mut sweep, mut statistics, mut counters) = (interval(SWEEP), interval(STATISTICS), interval(COUNTERS));
        sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
        statistics.set_missed_tick_behavior(MissedTickBehavior::Delay);
        counters.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = counters.tick() => self.show_counters(),
                _ = sweep.tick() => {
                    self.sweep().await;
                }
                _ = statistics.tick() => {
                    self.publish_statistics().await;
                    if let Some(together) = &self.0.together {
                        self.unfollow(together).await;
                    }
                }
            }
        }
    }

    /// Ends the sessions of silent clients, and of those that were too slow.
    pub async fn sweep(&self) {
        let (departures, overflowed, sessions) = {
            let now = self.now();
            let mut state = self.state();
            let overflowed = state.broker.overflowed();
            let departures = state.broker.sweep(now);
            if self.0.together.is_none() {
                for departure in &departures {
                    state.depart(departure);
                }
            }
            (departures, overflowed, state.broker.sessions())
        };
        if overflowed > 0 {
            self.0.metrics.lost(overflowed);
            tracing::warn!(
                sessions = overflowed,
                "clients read too slowly or events were lost: their sessions end, so that they learn of it"
            );
        }
        self.0.metrics.disconnected(departures.len());
        self.0.metrics.sessions(sessions);
        if let Some(together) = &self.0.together
            && let Err(error) = self.sweep_together(together, &departures).await
        {
            tracing::debug!(%error, "the sweep waits for Redis");
        }
    }

    async fn sweep_together(&self, together: &Together, departures: &[Departure]) -> Result<(), redis_topic::Error> {
        self.follow_new(together).await;
        self.record_deliveries(together).await;
        for departure in departures {
            self.end_if_here(together, &departure.client).await?;
        }
        for client in together.hosts.expired(&together.node, self.0.settings.times()).await? {
            self.end(together, &client).await?;
        }
        Ok(())
    }

    /// Publishes what happened in each application since the last time.
    pub async fn publish_statistics(&self) {
        self.0.rates.forget();
        let activities = self.state().broker.take_activity();
        // Everybody may subscribe to channels of any name, and only keys make an application.
        let of_keys = |activity: &Activity| self.0.keyring.has_application(&activity.application);
        for activity in activities.into_iter().filter(of_keys) {
            let channel = format!("/{}/meta/statistics", activity.application);
            let Ok(data) = to_raw_value(&statistics(&self.0.settings.node, &activity)) else { continue };
            if self.send(&activity.application, &channel, Frame::new(&channel, &data)).await.is_err() {
                return;
            }
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
