//! Replies and advice.

use serde::Serialize;
use serde_json::value::RawValue;

use super::{BayeuxError, ConnectionType, Message};
use crate::broker::{Frame, Milliseconds};

/// The reply to one message.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<Box<RawValue>>,
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    successful: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    supported_connection_types: Option<[&'static str; 6]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<Advice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ext: Option<Box<RawValue>>,
}

/// What a client should do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Advice {
    /// Connect again.
    Retry {
        /// `"retry"`.
        reconnect: &'static str,
        /// How long to wait before.
        interval: Milliseconds,
        /// How long the server holds a connect.
        timeout: Milliseconds,
    },
    /// Begin a new session.
    Handshake {
        /// `"handshake"`.
        reconnect: &'static str,
    },
}

impl Advice {
    /// The advice on a failure: a new session.
    pub const HANDSHAKE: Self = Self::Handshake { reconnect: "handshake" };

    /// The advice while the server cannot tell: connect again after a second.
    pub const LATER: Self = Self::Retry { reconnect: "retry", interval: 1000, timeout: 0 };

    /// Returns the advice on success.
    pub fn retry(connection: Option<ConnectionType>, hold: Milliseconds) -> Self {
        // Events come on the stream, so a connect only keeps the session alive.
        let (interval, timeout) = if connection == Some(ConnectionType::EventSource) { (hold, 0) } else { (0, hold) };
        Self::Retry { reconnect: "retry", interval, timeout }
    }
}

impl Reply {
    /// Makes the reply to a message, successful without an error.
    pub fn new(message: &Message<'_>, error: Option<&BayeuxError>) -> Self {
        let kept = |name| message.member(name).map(ToOwned::to_owned);
        Self {
            id: kept("id"),
            client_id: kept("clientId"),
            channel: message.channel.clone(),
            error: error.map(ToString::to_string),
            successful: error.is_none(),
            version: None,
            supported_connection_types: None,
            subscription: None,
            advice: None,
            ext: None,
        }
    }

    /// Adds what the reply to a handshake has.
    #[must_use]
    pub fn with_versions(mut self) -> Self {
        self.version = Some("1.0");
        self.supported_connection_types = Some(ConnectionType::ALL.map(ConnectionType::name));
        self
    }

    /// Adds the id of a new session.
    #[must_use]
    pub fn with_client_id(mut self, client: &str) -> Self {
        self.client_id = raw(client);
        self
    }

    /// Removes the client id, which failed connects and disconnects do not repeat.
    #[must_use]
    pub fn without_client_id(mut self) -> Self {
        self.client_id = None;
        self
    }

    /// Adds the advice.
    #[must_use]
    pub fn with_advice(mut self, advice: Advice) -> Self {
        self.advice = Some(advice);
        self
    }

    /// Repeats the subscription of the message. A missing one is an empty array.
    #[must_use]
    pub fn with_subscription(mut self, message: &Message<'_>) -> Self {
        let subscription = message.member("subscription").map(ToOwned::to_owned);
        self.subscription = subscription.or_else(|| RawValue::from_string("[]".to_owned()).ok());
        self
    }

    /// Returns the size of the list of users in bytes.
    pub fn listed(&self) -> usize {
        self.ext.as_ref().map_or(0, |ext| ext.get().len())
    }

    /// Adds the users of a presence channel, each with its data as JSON text.
    #[must_use]
    pub fn with_presence(mut self, users: &[(String, String)]) -> Self {
        let members: Vec<String> = users
            .iter()
            .map(|(id, data)| format!("{}:{data}", serde_json::to_string(id).unwrap_or_default()))
            .collect();
        let ext = format!(r#"{{"presence":{{"subscribe":{{{}}}}}}}"#, members.join(","));
        self.ext = RawValue::from_string(ext).ok();
        self
    }
}

/// Encodes replies, and the events after them, as one array.
pub fn array(replies: &[Reply], events: &[Frame]) -> String {
    // Texts and raw values always serialize.
    let mut encoded = serde_json::to_string(replies).unwrap_or_default();
    if !events.is_empty() {
        encoded.pop();
        for event in events {
            if !encoded.ends_with('[') {
                encoded.push(',');
            }
            encoded.push_str(event.message());
        }
        encoded.push(']');
    }
    encoded
}

fn raw(text: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(serde_json::to_string(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::messages;
    use super::*;

    fn message(text: &str) -> Message<'_> {
        messages(text).unwrap().remove(0)
    }

    #[test]
    fn a_reply_repeats_what_the_request_had() {
        let request = message(r#"{"channel":"/meta/subscribe","id":7,"clientId":"c","subscription":["/a"],"x":1}"#);
        let reply = Reply::new(&request, None).with_subscription(&request);
        let expected =
            r#"[{"id":7,"clientId":"c","channel":"/meta/subscribe","successful":true,"subscription":["/a"]}]"#;
        assert_eq!(array(&[reply], &[]), expected);
    }

    #[test]
    fn events_follow_the_replies() {
        let request = message(r#"{"channel":"/meta/connect"}"#);
        let reply = Reply::new(&request, None).with_advice(Advice::retry(None, 30_000));
        let event = Frame::from_encoded(r#"[{"channel":"/a","data":1}]"#);
        let expected = concat!(
            r#"[{"channel":"/meta/connect","successful":true,"#,
            r#""advice":{"reconnect":"retry","interval":0,"timeout":30000}},{"channel":"/a","data":1}]"#
        );
        assert_eq!(array(&[reply], std::slice::from_ref(&event)), expected);
        assert_eq!(array(&[], &[event]), r#"[{"channel":"/a","data":1}]"#);
    }

    #[test]
    fn the_advice_of_an_event_source_is_to_connect_seldom() {
        let advice = serde_json::to_string(&Advice::retry(Some(ConnectionType::EventSource), 30_000)).unwrap();
        assert_eq!(advice, r#"{"reconnect":"retry","interval":30000,"timeout":0}"#);
        assert_eq!(serde_json::to_string(&Advice::HANDSHAKE).unwrap(), r#"{"reconnect":"handshake"}"#);
    }
}
