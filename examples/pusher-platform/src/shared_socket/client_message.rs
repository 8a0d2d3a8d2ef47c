//! What a client says.

use api_core::dialect::Headers;
use serde_json::json;
use serde_json::value::RawValue;

use super::code;
use super::elements::{elements, read};

/// A message of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientMessage {
    /// `[100, id, path, {headers}]`.
    Subscribe(Subscribe),
    /// `[198, id]`.
    Unsubscribe(u64),
    /// `[16, n]`, to be answered with the same number.
    Ping(u64),
    /// `[17, n]`.
    Pong(u64),
}

/// The request for a subscription. Nothing in it has been looked at but its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribe {
    /// The number that every message of this subscription will carry.
    pub id: u64,
    /// Path and query, as in a request's first line.
    pub path: String,
    /// Header fields.
    pub headers: Headers,
}

/// Why a text is no message of a client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// It names no subscription that it could be the fault of.
    #[error("{0}")]
    Connection(&'static str),
    /// It is about one subscription.
    #[error("{problem} (subscription {id})")]
    Subscription {
        /// Which.
        id: u64,
        /// What is wrong.
        problem: &'static str,
    },
}

impl ClientMessage {
    /// Reads a text message. Nulls at its end are padding: SDKs fill up to four elements, and some leave them out.
    ///
    /// # Errors
    /// If it is none of the messages.
    pub fn decode(text: &str) -> Result<Self, Malformed> {
        let elements = elements(text).map_err(Malformed::Connection)?;
        let (code, rest) = elements.split_first().ok_or(Malformed::Connection("a message begins with a number"))?;
        match read(code).ok_or(Malformed::Connection("a message begins with a number"))? {
            code::SUBSCRIBE => subscribe(rest).map(Self::Subscribe),
            code::UNSUBSCRIBE => {
                let (id, rest) = subscription(rest)?;
                exactly(id, rest.is_empty(), "an unsubscribe has an id and nothing more")?;
                Ok(Self::Unsubscribe(id))
            }
            code::PING => number(rest).map(Self::Ping),
            code::PONG => number(rest).map(Self::Pong),
            _ => Err(Malformed::Connection("a client says 100, 198, 16 or 17")),
        }
    }

    /// Writes it as published clients do, padded to four elements.
    pub fn encode(&self) -> String {
        let message = match self {
            Self::Subscribe(Subscribe { id, path, headers }) => json!([code::SUBSCRIBE, id, path, headers]),
            Self::Unsubscribe(id) => json!([code::UNSUBSCRIBE, id, null, null]),
            Self::Ping(number) => json!([code::PING, number, null, null]),
            Self::Pong(number) => json!([code::PONG, number, null, null]),
        };
        message.to_string()
    }
}

fn subscribe(rest: &[&RawValue]) -> Result<Subscribe, Malformed> {
    let (id, rest) = subscription(rest)?;
    let malformed = |problem| Malformed::Subscription { id, problem };
    let (path, headers) = match rest {
        [path] => (path, Some(Headers::new())),
        [path, headers] => (path, read(headers)),
        _ => return Err(malformed("a subscribe has an id, a path and headers")),
    };
    let path = read(path).ok_or(malformed("the path is a string"))?;
    let headers = headers.ok_or(malformed("the headers are an object of strings"))?;
    Ok(Subscribe { id, path, headers })
}

fn subscription<'a, 'b>(rest: &'a [&'b RawValue]) -> Result<(u64, &'a [&'b RawValue]), Malformed> {
    let known = rest.split_first().and_then(|(id, rest)| Some((read(id)?, rest)));
    known.ok_or(Malformed::Connection("the id of a subscription is a whole number from 0 upwards"))
}

fn exactly(id: u64, holds: bool, problem: &'static str) -> Result<(), Malformed> {
    if holds { Ok(()) } else { Err(Malformed::Subscription { id, problem }) }
}

fn number(rest: &[&RawValue]) -> Result<u64, Malformed> {
    match rest {
        [number] => read(number),
        _ => None,
    }
    .ok_or(Malformed::Connection("a ping or pong has a whole number and nothing more"))
}
