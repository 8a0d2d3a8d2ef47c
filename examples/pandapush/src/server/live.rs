//! What the admin pages show of a running node.

use std::collections::BTreeMap;

use api_core::{Event, Subscription};
use futures_util::stream;
use jiff::Timestamp;
use serde_json::value::RawValue;
use tokio::sync::broadcast::error::RecvError;

use crate::admin::{Json, Live, LiveClient, LiveError, LiveEvent, LiveStatistics, Moment, PresenceLists};
use crate::hub::{Hub, Sight, Unsettled};

impl Live for Hub {
    async fn clients(&self, application: &str) -> Result<Vec<LiveClient>, LiveError> {
        let clients = self.overview(application).await.map_err(unavailable)?;
        let shown = clients.into_iter().map(|client| LiveClient {
            client: client.client,
            node: client.node,
            transport: client.transport,
            connected_at: Moment(client.since),
            subscriptions: client.subscriptions,
        });
        Ok(shown.collect())
    }

    async fn presence(&self, application: &str, channel: Option<&str>) -> Result<PresenceLists, LiveError> {
        let channels = match channel {
            Some(channel) => vec![channel.to_owned()],
            None => self.presence_channels(application).await.map_err(unavailable)?,
        };
        let mut lists = PresenceLists::new();
        for channel in channels {
            let users = self.users(application, &channel).await.map_err(unavailable)?;
            let data = |(id, data): (String, String)| Some((id, Json(RawValue::from_string(data).ok()?)));
            let users: BTreeMap<String, Json> = users.into_iter().filter_map(data).collect();
            lists.insert(channel, users);
        }
        Ok(lists)
    }

    async fn publish(&self, channel: &str, data: &RawValue) -> Result<(), LiveError> {
        let published = Hub::publish(self, None, channel, data).await;
        published.map_err(|error| LiveError::Refused(error.to_string()))
    }

    fn follow(&self, application: &str) -> Result<Subscription<LiveEvent>, LiveError> {
        let watch = self.watch(application);
        let watch = watch.ok_or_else(|| LiveError::Unavailable("too many watch this application".to_owned()))?;
        let node = self.settings().node.clone();
        let events = stream::unfold((watch, node), async |(mut watch, node)| {
            let event = match watch.recv().await {
                Ok(Sight::Message { channel, data }) => {
                    LiveEvent::message(channel, Json(data), Moment(Timestamp::now()))
                }
                Ok(Sight::Counters { publishes, deliveries, clients, channels }) => {
                    let (clients, channels) = (clients as u64, channels as u64);
                    let counters = LiveStatistics { publishes, deliveries, clients, channels };
                    LiveEvent::statistics(node.as_str(), counters, Moment(Timestamp::now()))
                }
                Err(RecvError::Lagged(count)) => LiveEvent::missed(count),
                Err(RecvError::Closed) => return None,
            };
            Some((Event::new(event), (watch, node)))
        });
        Ok(Subscription::new(events))
    }

    async fn keys_changed(&self) {
        self.announce_keys().await;
    }
}

fn unavailable(error: Unsettled) -> LiveError {
    LiveError::Unavailable(error.to_string())
}
