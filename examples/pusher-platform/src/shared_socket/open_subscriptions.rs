//! Which subscriptions a socket has open, and what each message of its client asks for. No I/O.

use std::collections::HashSet;

use api_core::websocket::{CloseCode, DataMessage};
use http::StatusCode;

use super::{ClientMessage, Ending, Malformed, Subscribe};
use crate::error_types;

/// The ids in use on one socket.
///
/// A mistake that is about one subscription ends that one with 199 and leaves the others alone; a mistake that could be about any closes the
/// connection.
#[derive(Debug)]
pub struct OpenSubscriptions {
    ids: HashSet<u64>,
    most: usize,
}

/// What a message of the client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// Nothing is to be done.
    Nothing,
    /// Answer the ping with its number.
    Pong(u64),
    /// Begin a subscription. Its id is open from now on.
    Open(Subscribe),
    /// Drop what goes on under this id, if anything does, and say how it ended. The id is open no longer.
    End(u64, Ending),
    /// Close the connection.
    Close(CloseCode, &'static str),
}

impl OpenSubscriptions {
    /// None, and at most so many at once.
    pub fn new(most: usize) -> Self {
        Self { ids: HashSet::new(), most }
    }

    /// What a message asks for.
    pub fn receive(&mut self, message: &DataMessage) -> Reaction {
        let DataMessage::Text(text) = message else {
            return Reaction::Close(CloseCode::UNSUPPORTED_DATA, "messages are texts");
        };
        match ClientMessage::decode(text) {
            Ok(ClientMessage::Subscribe(subscribe)) => self.subscribe(subscribe),
            // The client has forgotten an id that it does not follow any more; so have we.
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

    /// A subscription ended by itself.
    pub fn ended(&mut self, id: u64) {
        self.ids.remove(&id);
    }

    fn subscribe(&mut self, subscribe: Subscribe) -> Reaction {
        let id = subscribe.id;
        if self.ids.contains(&id) {
            // Whatever is said of this id from now on could be meant for either, so neither goes on.
            let description = "The id belongs to an open subscription, which ends with this.";
            return self
                .refuse(id, Ending::error(StatusCode::BAD_REQUEST, error_types::SUBSCRIPTION_ID_IN_USE, description));
        }
        if self.ids.len() >= self.most {
            let description = "The connection has as many subscriptions as it may have.";
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
