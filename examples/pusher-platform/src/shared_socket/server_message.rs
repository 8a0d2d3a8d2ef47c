//! The messages of a server.

use api_core::dialect::Headers;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::elements::{message, number, read, unpadded};
use super::{Ending, code};

/// A message of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerMessage {
    /// `[101, id, {headers}]`: the subscription is open. Events may follow later.
    Opened {
        /// The subscription's id.
        id: u64,
        /// Header fields.
        headers: Headers,
    },
    /// `[102, id, "event id", {headers}, body]`.
    Event {
        /// The subscription's id.
        id: u64,
        /// The id after which the subscription can be resumed.
        event_id: String,
        /// Header fields of the event.
        headers: Headers,
        /// The event.
        body: Value,
    },
    /// `[199, id, status, {headers}, body]`: the end of one subscription, or its rejection.
    End {
        /// The subscription's id.
        id: u64,
        /// The end.
        ending: Ending,
    },
    /// `[99, status, {headers}, body]`: the server is about to close the connection.
    Closing(Ending),
    /// `[16, n]`. The answer carries the same number.
    Ping(u64),
    /// `[17, n]`.
    Pong(u64),
}

/// The error of a text that is not a message of a server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnreadableMessage(&'static str);

impl ServerMessage {
    /// Parses a text message as strictly as the published client does.
    ///
    /// # Errors
    /// Returns an error if the text is not a message of a server.
    pub fn decode(text: &str) -> Result<Self, UnreadableMessage> {
        let (code, rest) = message(text).map_err(UnreadableMessage)?;
        let rest = rest.as_slice();
        let message = match code {
            code::OPENED => opened(rest),
            code::EVENT => event(rest),
            code::END => {
                rest.split_first().and_then(|(id, rest)| Some(Self::End { id: read(id)?, ending: ending(rest)? }))
            }
            code::CLOSING => ending(rest).map(Self::Closing),
            code::PING => number(rest).map(Self::Ping),
            code::PONG => number(rest).map(Self::Pong),
            _ => return Err(UnreadableMessage("a server's message begins with 101, 102, 199, 99, 16 or 17")),
        };
        message.ok_or(UnreadableMessage("the elements do not match the message's code"))
    }

    /// Writes the message.
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
    let (id, headers) = match unpadded(rest) {
        [id] => (id, Headers::new()),
        [id, headers] => (id, read(headers)?),
        _ => return None,
    };
    Some(ServerMessage::Opened { id: read(id)?, headers })
}

fn event(rest: &[&RawValue]) -> Option<ServerMessage> {
    let [id, event_id, headers, body] = rest else { return None };
    Some(ServerMessage::Event { id: read(id)?, event_id: read(event_id)?, headers: read(headers)?, body: read(body)? })
}

fn ending(rest: &[&RawValue]) -> Option<Ending> {
    let [status, headers, body] = rest else { return None };
    Some(Ending { status: read(status)?, headers: read(headers)?, body: read(body)? })
}

#[cfg(test)]
mod tests {
    use api_core::dialect::Headers;
    use http::StatusCode;
    use serde_json::{Value, json};

    use super::{Ending, ServerMessage};

    fn event(body: Value) -> ServerMessage {
        ServerMessage::Event { id: 3, event_id: "e\"1".to_owned(), headers: Headers::new(), body }
    }

    #[test]
    fn an_encoded_message_can_be_decoded() {
        let refusal = Ending::error(StatusCode::SERVICE_UNAVAILABLE, "a/b", "Why.").retry_after("7");
        let error = r#"{"error":"a/b","error_description":"Why.","error_uri":"https://docs.pusher.com/errors/a/b"}"#;
        let headers = r#"{"Retry-After":"7","retry-after":"7"}"#;
        let table = [
            (ServerMessage::Opened { id: 3, headers: Headers::new() }, "[101,3,{}]".to_owned()),
            (event(json!({ "a": [1, null] })), r#"[102,3,"e\"1",{},{"a":[1,null]}]"#.to_owned()),
            (event(Value::Null), r#"[102,3,"e\"1",{},null]"#.to_owned()),
            (ServerMessage::End { id: 3, ending: Ending::normal() }, "[199,3,204,{},null]".to_owned()),
            (ServerMessage::End { id: 3, ending: refusal.clone() }, format!("[199,3,503,{headers},{error}]")),
            (ServerMessage::Closing(refusal), format!("[99,503,{headers},{error}]")),
            (ServerMessage::Ping(1), "[16,1]".to_owned()),
            (ServerMessage::Pong(1), "[17,1]".to_owned()),
        ];
        for (message, text) in table {
            assert_eq!(message.encode(), text);
            assert_eq!(ServerMessage::decode(&text), Ok(message), "{text}");
        }
    }

    #[test]
    fn padding_and_missing_headers_are_accepted() {
        let opened = ServerMessage::Opened { id: 3, headers: Headers::new() };
        for text in ["[101,3]", "[101,3,null,null]", "[101,3,{},null]"] {
            assert_eq!(ServerMessage::decode(text), Ok(opened.clone()), "{text}");
        }
        assert_eq!(ServerMessage::decode("[17,1,null,null]"), Ok(ServerMessage::Pong(1)));
    }

    #[test]
    fn a_malformed_message_is_rejected() {
        let table = [
            "",
            "x",
            "{}",
            "[]",
            "[null]",
            "[\"101\",3]",
            "[100,3,\"/a\",{}]",
            "[101]",
            "[101,-3,{}]",
            "[101,3,[]]",
            "[101,3,{},{},1]",
            "[102,3,\"e\"]",
            "[102,3,1,{},null]",
            "[102,3,\"e\",[],null]",
            "[102,3,\"e\",{},1,2]",
            "[102,3,\"e\",{\"a\":1},2]",
            "[199,3]",
            "[199,3,204]",
            "[199,3,204,{}]",
            "[102,3,\"e\",{}]",
            "[99,503,{}]",
            "[199,3,\"204\",{},null]",
            "[199,3,204,[],null]",
            "[199,3,204,{},1,2]",
            "[199,204,{}]",
            "[99,503]",
            "[99,3,503,{},null]",
            "[16]",
            "[17,\"1\"]",
            "[17,1,2]",
        ];
        for text in table {
            assert!(ServerMessage::decode(text).is_err(), "{text}");
        }
    }
}
