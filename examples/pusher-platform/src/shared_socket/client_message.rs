//! The messages of a client.

use api_core::dialect::Headers;
use serde_json::json;
use serde_json::value::RawValue;

use super::code;
use super::elements::{message, number, read, unpadded};

/// A message of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientMessage {
    /// `[100, id, path, {headers}]`.
    Subscribe(Subscribe),
    /// `[198, id]`.
    Unsubscribe(u64),
    /// `[16, n]`. The answer carries the same number.
    Ping(u64),
    /// `[17, n]`.
    Pong(u64),
}

/// A request for a subscription. Only its form has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribe {
    /// The id that every message of this subscription carries.
    pub id: u64,
    /// The request target: path and query.
    pub path: String,
    /// Header fields.
    pub headers: Headers,
}

/// The error of a text that is not a message of a client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// The message does not identify a subscription.
    #[error("{0}")]
    Connection(&'static str),
    /// The message concerns one subscription.
    #[error("{problem} (subscription {id})")]
    Subscription {
        /// The subscription's id.
        id: u64,
        /// A description of the problem.
        problem: &'static str,
    },
}

impl ClientMessage {
    /// Parses a text message. Trailing nulls are padding: some SDKs fill messages up to four elements, others do not.
    ///
    /// # Errors
    /// Returns an error if the text is not a message of a client.
    pub fn decode(text: &str) -> Result<Self, Malformed> {
        let (code, rest) = message(text).map_err(Malformed::Connection)?;
        let rest = unpadded(&rest);
        match code {
            code::SUBSCRIBE => subscribe(rest).map(Self::Subscribe),
            code::UNSUBSCRIBE => {
                let (id, rest) = subscription(rest)?;
                exactly(id, rest.is_empty(), "an unsubscribe message has an id and no further elements")?;
                Ok(Self::Unsubscribe(id))
            }
            code::PING => numbered(rest).map(Self::Ping),
            code::PONG => numbered(rest).map(Self::Pong),
            _ => Err(Malformed::Connection("a client's message begins with 100, 198, 16 or 17")),
        }
    }

    /// Writes the message as published clients do, padded to four elements.
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
        _ => return Err(malformed("a subscribe message has an id, a path and headers")),
    };
    let path = read(path).ok_or(malformed("the path is a string"))?;
    let headers = headers.ok_or(malformed("the headers are an object of strings"))?;
    Ok(Subscribe { id, path, headers })
}

fn subscription<'a, 'b>(rest: &'a [&'b RawValue]) -> Result<(u64, &'a [&'b RawValue]), Malformed> {
    let known = rest.split_first().and_then(|(id, rest)| Some((read(id)?, rest)));
    known.ok_or(Malformed::Connection("the id of a subscription is a non-negative integer"))
}

fn exactly(id: u64, holds: bool, problem: &'static str) -> Result<(), Malformed> {
    if holds { Ok(()) } else { Err(Malformed::Subscription { id, problem }) }
}

fn numbered(rest: &[&RawValue]) -> Result<u64, Malformed> {
    number(rest).ok_or(Malformed::Connection("a ping or pong has an integer and no further elements"))
}

#[cfg(test)]
mod tests {
    use api_core::dialect::Headers;

    use super::{ClientMessage, Malformed, Subscribe};

    fn subscribe(id: u64, path: &str, headers: &[(&str, &str)]) -> ClientMessage {
        let headers: Headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        ClientMessage::Subscribe(Subscribe { id, path: path.to_owned(), headers })
    }

    #[test]
    fn messages_are_parsed_with_and_without_padding() {
        let table = [
            (
                r#"[100,0,"/a?b=c",{"Authorization":"Bearer x"}]"#,
                subscribe(0, "/a?b=c", &[("Authorization", "Bearer x")]),
            ),
            (r#"[100, 7, "/a", {}]"#, subscribe(7, "/a", &[])),
            (r#"[100,7,"/a",null]"#, subscribe(7, "/a", &[])),
            (r#"[100,7,"/a"]"#, subscribe(7, "/a", &[])),
            (r#"[100,7,"/a",{},null,null]"#, subscribe(7, "/a", &[])),
            (r#"[100,9007199254740993,"not a path",{}]"#, subscribe(9_007_199_254_740_993, "not a path", &[])),
            ("[198,7,null,null]", ClientMessage::Unsubscribe(7)),
            ("[198,7]", ClientMessage::Unsubscribe(7)),
            ("[16,1,null,null]", ClientMessage::Ping(1)),
            ("\n[ 16 , 1 ]\t", ClientMessage::Ping(1)),
            ("[17,18446744073709551615]", ClientMessage::Pong(u64::MAX)),
        ];
        for (text, message) in table {
            assert_eq!(ClientMessage::decode(text), Ok(message), "{text}");
        }
    }

    #[test]
    fn an_error_concerns_one_subscription_if_the_message_has_an_id() {
        let table = [
            ("", None),
            ("[", None),
            ("{}", None),
            ("100", None),
            ("\"[100]\"", None),
            ("[]", None),
            ("[null,null]", None),
            ("[\"100\",7,\"/a\",{}]", None),
            ("[100]", None),
            ("[100,-1,\"/a\",{}]", None),
            ("[100,1.5,\"/a\",{}]", None),
            ("[100,\"7\",\"/a\",{}]", None),
            ("[100,18446744073709551616,\"/a\",{}]", None),
            ("[101,7,{}]", None),
            ("[255,7]", None),
            ("[198]", None),
            ("[198,\"7\"]", None),
            ("[16]", None),
            ("[16,\"1\"]", None),
            ("[16,1,2]", None),
            ("[17,-1]", None),
            ("[100,7]", Some(7)),
            ("[100,7,null,null]", Some(7)),
            ("[100,7,5,{}]", Some(7)),
            ("[100,7,\"/a\",[]]", Some(7)),
            ("[100,7,\"/a\",\"x\"]", Some(7)),
            ("[100,7,\"/a\",{\"a\":1}]", Some(7)),
            ("[100,7,\"/a\",{},5]", Some(7)),
            ("[198,7,5]", Some(7)),
        ];
        for (text, expected) in table {
            let about = match ClientMessage::decode(text) {
                Err(Malformed::Subscription { id, .. }) => Some(id),
                Err(Malformed::Connection(_)) => None,
                Ok(message) => panic!("{text} is {message:?}"),
            };
            assert_eq!(about, expected, "{text}");
        }
    }

    #[test]
    fn an_encoded_message_is_padded_and_can_be_decoded() {
        let table = [
            (subscribe(3, "/a", &[("b", "c\n")]), r#"[100,3,"/a",{"b":"c\n"}]"#),
            (ClientMessage::Unsubscribe(3), "[198,3,null,null]"),
            (ClientMessage::Ping(3), "[16,3,null,null]"),
            (ClientMessage::Pong(3), "[17,3,null,null]"),
        ];
        for (message, text) in table {
            assert_eq!(message.encode(), text);
            assert_eq!(ClientMessage::decode(text), Ok(message));
        }
    }
}
