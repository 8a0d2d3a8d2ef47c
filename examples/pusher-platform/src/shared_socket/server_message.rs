//! What a server says.

use api_core::dialect::Headers;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::elements::{body, elements, read};
use super::{Ending, code};

/// A message of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerMessage {
    /// `[101, id, {headers}]`: the subscription is open, even if it has no event yet.
    Opened {
        /// Of the subscription.
        id: u64,
        /// Header fields.
        headers: Headers,
    },
    /// `[102, id, "event id", {headers}, body]`.
    Event {
        /// Of the subscription.
        id: u64,
        /// Where to resume after this event.
        event_id: String,
        /// Header fields of the event.
        headers: Headers,
        /// What happened.
        body: Value,
    },
    /// `[199, id, status, {headers}, body]`: the end of one subscription, or its refusal.
    End {
        /// Of the subscription.
        id: u64,
        /// How it ended.
        ending: Ending,
    },
    /// `[99, status, {headers}, body]`: the whole connection is about to close.
    Closing(Ending),
    /// `[16, n]`, to be answered with the same number.
    Ping(u64),
    /// `[17, n]`.
    Pong(u64),
}

/// A text that is no message of a server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnreadableMessage(&'static str);

impl ServerMessage {
    /// Reads a text message, as strictly as the published client does.
    ///
    /// # Errors
    /// If it is none of the messages.
    pub fn decode(text: &str) -> Result<Self, UnreadableMessage> {
        let elements = elements(text).map_err(UnreadableMessage)?;
        let (code, rest) = elements.split_first().ok_or(UnreadableMessage("a message begins with a number"))?;
        let message = match read(code).ok_or(UnreadableMessage("a message begins with a number"))? {
            code::OPENED => opened(rest),
            code::EVENT => event(rest),
            code::END => {
                rest.split_first().and_then(|(id, rest)| Some(Self::End { id: read(id)?, ending: ending(rest)? }))
            }
            code::CLOSING => ending(rest).map(Self::Closing),
            code::PING => number(rest).map(Self::Ping),
            code::PONG => number(rest).map(Self::Pong),
            _ => return Err(UnreadableMessage("a server says 101, 102, 199, 99, 16 or 17")),
        };
        message.ok_or(UnreadableMessage("the elements are not those of a message with this number"))
    }

    /// Writes it.
    pub fn encode(&self) -> String {
        let message = match self {
            Self::Opened { id, headers } => json!([code::OPENED, id, headers]),
            Self::Event { id, event_id, headers, body } => json!([code::EVENT, id, event_id, headers, body]),
            Self::End { id, ending: Ending { status, headers, body } } => json!([code::END, id, status, headers, body]),
            Self::Closing(Ending { status, headers, body }) => json!([code::CLOSING, status, headers, body]),
            Self::Ping(number) => json!([code::PING, number]),
            Self::Pong(number) => json!([code::PONG, number]),
        };
        message.to_string()
    }
}

fn opened(rest: &[&RawValue]) -> Option<ServerMessage> {
    let (id, headers) = match rest {
        [id] => (id, Headers::new()),
        [id, headers] => (id, read(headers)?),
        _ => return None,
    };
    Some(ServerMessage::Opened { id: read(id)?, headers })
}

fn event(rest: &[&RawValue]) -> Option<ServerMessage> {
    // A body that is null looks like padding.
    let (id, event_id, headers) = match rest {
        [id, event_id, headers] | [id, event_id, headers, _] => (id, event_id, headers),
        _ => return None,
    };
    Some(ServerMessage::Event {
        id: read(id)?,
        event_id: read(event_id)?,
        headers: read(headers)?,
        body: body(rest.get(3)),
    })
}

fn ending(rest: &[&RawValue]) -> Option<Ending> {
    let (status, headers) = match rest {
        [status, headers] | [status, headers, _] => (status, headers),
        _ => return None,
    };
    Some(Ending { status: read(status)?, headers: read(headers)?, body: body(rest.get(2)) })
}

fn number(rest: &[&RawValue]) -> Option<u64> {
    match rest {
        [number] => read(number),
        _ => None,
    }
}
