//! What the admin API shows of a running node: clients, presence, messages as they come.

use std::collections::BTreeMap;

use api_core::{Model, Subscription};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::json::Json;
use super::moment::Moment;

/// A running deployment, as far as the admin API shows it.
pub trait Live: Send + Sync + 'static {
    /// Lists the clients that are subscribed to channels of an application.
    ///
    /// # Errors
    /// Returns an error if other nodes cannot be asked.
    fn clients(&self, application: &str) -> impl Future<Output = Result<Vec<LiveClient>, LiveError>> + Send;

    /// Lists who is present on the channels of an application, or on one of them.
    ///
    /// # Errors
    /// Returns an error if other nodes cannot be asked.
    fn presence(
        &self,
        application: &str,
        channel: Option<&str>,
    ) -> impl Future<Output = Result<PresenceLists, LiveError>> + Send;

    /// Publishes an event. The channel is a valid name of the application.
    ///
    /// # Errors
    /// Returns an error if the channel cannot be published on, or if other nodes cannot be told.
    fn publish(&self, channel: &str, data: &RawValue) -> impl Future<Output = Result<(), LiveError>> + Send;

    /// Follows what happens on the channels of an application.
    ///
    /// # Errors
    /// Returns an error if there are too many followers.
    fn follow(&self, application: &str) -> Result<Subscription<LiveEvent>, LiveError>;

    /// Tells other nodes that keys were changed, so that they look at once. If they are not told, they see it within a
    /// second.
    fn keys_changed(&self) -> impl Future<Output = ()> + Send;
}

/// Presence ids and their objects, by channel.
pub type PresenceLists = BTreeMap<String, BTreeMap<String, Json>>;

/// Why a live view cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LiveError {
    /// The channel cannot be published on. The text is shown.
    #[error("{0}")]
    Refused(String),
    /// Another part of the deployment does not answer, or the bound of followers is reached. The text is logged.
    #[error("{0}")]
    Unavailable(String),
}

/// A connected client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct LiveClient {
    /// A short digest of its Bayeux client id, which itself is a credential.
    pub client: String,
    /// The node that holds its connection.
    pub node: String,
    /// Its connection type.
    pub transport: String,
    /// When its session began.
    pub connected_at: Moment,
    /// Its subscriptions in this application.
    pub subscriptions: Vec<String>,
}

/// An event of the live view. Which fields it has depends on its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct LiveEvent {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: LiveEventKind,
    /// The channel of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The data of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Json>,
    /// When it happened, except of `missed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// The node of statistics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// Publications in the last second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publishes: Option<u64>,
    /// Deliveries in the last second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliveries: Option<u64>,
    /// Clients at present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clients: Option<u64>,
    /// Channels with subscribers at present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<u64>,
    /// How many events the view has missed because it was too slow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// The types of events of the live view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
pub enum LiveEventKind {
    /// A published event.
    Message,
    /// Counters of a node, every second.
    Statistics,
    /// Events were left out.
    Missed,
}

/// The counters of a node, of the last second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LiveStatistics {
    /// Publications.
    pub publishes: u64,
    /// Deliveries.
    pub deliveries: u64,
    /// Clients at present.
    pub clients: u64,
    /// Channels with subscribers at present.
    pub channels: u64,
}

impl LiveEvent {
    const NOTHING: Self = Self {
        kind: LiveEventKind::Missed,
        channel: None,
        data: None,
        at: None,
        node: None,
        publishes: None,
        deliveries: None,
        clients: None,
        channels: None,
        count: None,
    };

    /// Creates the event of a publication.
    pub fn message(channel: impl Into<String>, data: Json, at: Moment) -> Self {
        let kind = LiveEventKind::Message;
        Self { kind, channel: Some(channel.into()), data: Some(data), at: Some(at), ..Self::NOTHING }
    }

    /// Creates the event of the counters of a node.
    pub fn statistics(node: impl Into<String>, counters: LiveStatistics, at: Moment) -> Self {
        let LiveStatistics { publishes, deliveries, clients, channels } = counters;
        Self {
            kind: LiveEventKind::Statistics,
            at: Some(at),
            node: Some(node.into()),
            publishes: Some(publishes),
            deliveries: Some(deliveries),
            clients: Some(clients),
            channels: Some(channels),
            ..Self::NOTHING
        }
    }

    /// Creates the event of a view that was too slow.
    pub fn missed(count: u64) -> Self {
        Self { count: Some(count), ..Self::NOTHING }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_have_the_agreed_forms() {
        let at = Moment("2030-01-01T00:00:00Z".parse().unwrap());
        let data = Json(RawValue::from_string("{\"b\":1e400,\"a\":2}".to_owned()).unwrap());
        let counters = LiveStatistics { publishes: 1, deliveries: 2, clients: 3, channels: 4 };
        let message = serde_json::to_string(&LiveEvent::message("/a/public/x", data, at)).unwrap();
        assert_eq!(
            message,
            r#"{"type":"message","channel":"/a/public/x","data":{"b":1e400,"a":2},"at":"2030-01-01T00:00:00.000Z"}"#
        );
        assert_eq!(
            serde_json::to_value(LiveEvent::statistics("n1", counters, at)).unwrap(),
            json!({"type": "statistics", "at": "2030-01-01T00:00:00.000Z", "node": "n1", "publishes": 1,
                "deliveries": 2, "clients": 3, "channels": 4})
        );
        assert_eq!(serde_json::to_value(LiveEvent::missed(7)).unwrap(), json!({"type": "missed", "count": 7}));
    }
}
