//! The subscriptions that a socket has open, and the reaction to each message of its client. No I/O.

use std::collections::HashSet;

use api_core::websocket::{CloseCode, DataMessage};
use http::StatusCode;

use super::{ClientMessage, Ending, Malformed, Subscribe};
use crate::error_types;

/// Maximum number of subscriptions per socket. Further ones are rejected with 429.
pub const MAX_SUBSCRIPTIONS: usize = 1000;

/// The ids in use on one socket.
///
/// An error that concerns one subscription ends it with 199 and leaves the others open. An error that cannot be
/// attributed to one subscription closes the connection.
#[derive(Debug)]
pub struct OpenSubscriptions {
    ids: HashSet<u64>,
    most: usize,
}

/// The reaction to a message of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// Do nothing.
    Nothing,
    /// Answer a ping with its number.
    Pong(u64),
    /// Start a subscription. Its id is now in use.
    Open(Subscribe),
    /// Stop the subscription with this id, if there is one, and send how it ended. The id is no longer in use.
    End(u64, Ending),
    /// Close the connection.
    Close(CloseCode, &'static str),
}

impl OpenSubscriptions {
    /// Creates an empty set that admits at most `most` subscriptions.
    pub fn new(most: usize) -> Self {
        Self { ids: HashSet::new(), most }
    }

    /// Returns the reaction to a message.
    pub fn receive(&mut self, message: &DataMessage) -> Reaction {
        let DataMessage::Text(text) = message else {
            return Reaction::Close(CloseCode::UNSUPPORTED_DATA, "messages are sent as text");
        };
        match ClientMessage::decode(text) {
            Ok(ClientMessage::Subscribe(subscribe)) => self.subscribe(subscribe),
            // The subscription has ended already; its end and this message crossed.
            Ok(ClientMessage::Unsubscribe(id)) if !self.ids.remove(&id) => Reaction::Nothing,
            Ok(ClientMessage::Unsubscribe(id)) => Reaction::End(id, Ending::normal()),
            Ok(ClientMessage::Ping(number)) => Reaction::Pong(number),
            Ok(ClientMessage::Pong(_)) => Reaction::Nothing,
            Err(Malformed::Subscription { id, problem }) => {
                self.refuse(id, Ending::error(StatusCode::BAD_REQUEST, error_types::MALFORMED_MESSAGE, problem))
            }
            Err(Malformed::Connection(problem)) => Reaction::Close(CloseCode::POLICY, problem),
        }
    }

    /// Releases the id of a subscription that ended by itself.
    pub fn ended(&mut self, id: u64) {
        self.ids.remove(&id);
    }

    fn subscribe(&mut self, subscribe: Subscribe) -> Reaction {
        let id = subscribe.id;
        if self.ids.contains(&id) {
            // Further messages with this id would be ambiguous. Both subscriptions end.
            let description = "The id belongs to an open subscription, which ends as well.";
            return self
                .refuse(id, Ending::error(StatusCode::BAD_REQUEST, error_types::SUBSCRIPTION_ID_IN_USE, description));
        }
        if self.ids.len() >= self.most {
            let description = "The connection has reached its maximum number of subscriptions.";
            let ending = Ending::error(StatusCode::TOO_MANY_REQUESTS, error_types::TOO_MANY_SUBSCRIPTIONS, description);
            return self.refuse(id, ending.retry_after("60"));
        }
        self.ids.insert(id);
        Reaction::Open(subscribe)
    }

    fn refuse(&mut self, id: u64, ending: Ending) -> Reaction {
        self.ids.remove(&id);
        Reaction::End(id, ending)
    }
}

#[cfg(test)]
mod tests {
    use api_core::websocket::{CloseCode, DataMessage};
    use bytes::Bytes;
    use serde_json::json;

    use super::{OpenSubscriptions, Reaction};

    fn receive(open: &mut OpenSubscriptions, text: &str) -> Reaction {
        open.receive(&DataMessage::Text(text.into()))
    }

    /// Sends a subscribe and returns the id if it was opened.
    fn opens(open: &mut OpenSubscriptions, id: u64) -> Option<u64> {
        match receive(open, &json!([100, id, "/a", {}]).to_string()) {
            Reaction::Open(subscribe) => Some(subscribe.id),
            _ => None,
        }
    }

    /// Returns the id and status of an end, and the type of its error.
    fn end(reaction: &Reaction) -> (u64, u16, &str) {
        let Reaction::End(id, ending) = reaction else { panic!("no end: {reaction:?}") };
        (*id, ending.status, ending.body["error"].as_str().unwrap_or_default())
    }

    #[test]
    fn an_id_is_open_from_its_subscribe_to_its_unsubscribe() {
        let mut open = OpenSubscriptions::new(10);
        assert_eq!(receive(&mut open, "[198,3]"), Reaction::Nothing, "not open yet");
        assert_eq!(opens(&mut open, 3), Some(3));
        assert_eq!(end(&receive(&mut open, "[198,3,null,null]")), (3, 204, ""));
        assert_eq!(receive(&mut open, "[198,3]"), Reaction::Nothing, "the subscription has ended");
        assert_eq!(opens(&mut open, 3), Some(3), "free again");
    }

    #[test]
    fn an_id_can_be_reused_after_its_subscription_ended() {
        let mut open = OpenSubscriptions::new(10);
        assert_eq!(opens(&mut open, 3), Some(3));
        open.ended(3);
        assert_eq!(receive(&mut open, "[198,3]"), Reaction::Nothing);
        assert_eq!(opens(&mut open, 3), Some(3));
    }

    #[test]
    fn a_duplicate_id_ends_both_subscriptions() {
        let mut open = OpenSubscriptions::new(10);
        assert_eq!(opens(&mut open, 3), Some(3));
        let refused = receive(&mut open, r#"[100,3,"/b",{}]"#);
        assert_eq!(end(&refused), (3, 400, "services/platform/bad_request/subscription_id_in_use"));
        assert_eq!(receive(&mut open, "[198,3]"), Reaction::Nothing, "the 199 ended both subscriptions");
    }

    #[test]
    fn a_malformed_message_with_an_id_ends_only_that_subscription() {
        let mut open = OpenSubscriptions::new(10);
        assert_eq!((opens(&mut open, 3), opens(&mut open, 4)), (Some(3), Some(4)));
        let refused = receive(&mut open, "[198,3,5]");
        assert_eq!(end(&refused), (3, 400, "services/platform/bad_request/malformed_message"));
        assert_eq!(end(&receive(&mut open, "[100,5,{}]")).0, 5);
        assert_eq!(receive(&mut open, "[198,3]"), Reaction::Nothing);
        assert_eq!(end(&receive(&mut open, "[198,4]")), (4, 204, ""));
    }

    #[test]
    fn a_subscription_over_the_limit_is_refused_with_retry_after() {
        let mut open = OpenSubscriptions::new(2);
        assert_eq!((opens(&mut open, 1), opens(&mut open, 2)), (Some(1), Some(2)));
        let refused = receive(&mut open, r#"[100,3,"/a",{}]"#);
        assert_eq!(end(&refused), (3, 429, "services/platform/too_many_requests/too_many_subscriptions"));
        let Reaction::End(_, ending) = refused else { panic!("no end") };
        assert_eq!(ending.headers.keys().collect::<Vec<_>>(), ["Retry-After", "retry-after"]);
        assert_eq!(end(&receive(&mut open, "[198,1]")).1, 204);
        assert_eq!(opens(&mut open, 3), Some(3));
    }

    #[test]
    fn a_ping_is_answered_and_a_pong_is_not() {
        let mut open = OpenSubscriptions::new(1);
        assert_eq!(receive(&mut open, "[16,41,null,null]"), Reaction::Pong(41));
        assert_eq!(receive(&mut open, "[17,41]"), Reaction::Nothing);
    }

    #[test]
    fn a_malformed_message_without_an_id_closes_the_connection() {
        let mut open = OpenSubscriptions::new(1);
        for text in ["", "x", "{}", "[]", "[null]", "[5,1]", "[100]", "[199,1,204,{},null]", "[16,\"x\"]"] {
            let reaction = receive(&mut open, text);
            assert!(matches!(reaction, Reaction::Close(CloseCode::POLICY, _)), "{text}: {reaction:?}");
        }
        let binary = open.receive(&DataMessage::Binary(Bytes::from_static(b"[16,1]")));
        assert!(matches!(binary, Reaction::Close(CloseCode::UNSUPPORTED_DATA, _)), "{binary:?}");
    }
}
