//! An event as it is sent.

use api_core::websocket::PreparedMessage;
use redis_topic::Position;
use serde_json::value::RawValue;

use crate::json::compact;

/// An event, encoded once and shared by all who receive it. Its text is an array of one message, as WebSockets and
/// event streams send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    text: PreparedMessage,
    previous: Position,
}

impl Frame {
    /// Encodes an event. Nothing of the publisher's message but the data is in it.
    pub fn new(channel: &str, data: &RawValue) -> Self {
        let channel = serde_json::to_string(channel).unwrap_or_default();
        let data = compact(data.get());
        Self::from_encoded(&format!("[{{\"channel\":{channel},\"data\":{data}}}]"))
    }

    /// Takes an encoded event from another node.
    pub fn from_encoded(encoded: &str) -> Self {
        Self { text: PreparedMessage::text(encoded), previous: Position::ZERO }
    }

    /// Sets the position of the event before it in the log of its application. Without one it is zero: the event is on
    /// this node only.
    #[must_use]
    pub fn after(mut self, previous: Position) -> Self {
        self.previous = previous;
        self
    }

    /// Returns the position of the event before it in the log of its application.
    pub fn previous(&self) -> Position {
        self.previous
    }

    /// Returns the application of its channel.
    pub fn application(&self) -> &str {
        self.text.as_str().split('/').nth(1).unwrap_or_default()
    }

    /// Returns its channel. `None` if the text is not an event.
    pub fn channel(&self) -> Option<String> {
        let channel = self.text.as_str().strip_prefix("[{\"channel\":")?;
        serde_json::Deserializer::from_str(channel).into_iter().next()?.ok()
    }

    /// Returns the array of one message.
    pub fn array(&self) -> &PreparedMessage {
        &self.text
    }

    /// Returns the message without the array around it.
    pub fn message(&self) -> &str {
        let array = self.text.as_str();
        array.get(1..array.len().saturating_sub(1)).unwrap_or_default()
    }

    /// Returns the size in bytes.
    pub fn size(&self) -> usize {
        self.text.as_bytes().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_an_array_of_one_message_on_one_line() {
        let data = RawValue::from_string("{ \"a\":\n 1.0e400, \"b\": \"x \\n y\" }".to_owned()).unwrap();
        let frame = Frame::new("/a/public/x", &data);
        let expected = r#"[{"channel":"/a/public/x","data":{"a":1.0e400,"b":"x \n y"}}]"#;
        assert_eq!(frame.array().as_str(), expected);
        assert_eq!((frame.channel().as_deref(), frame.application()), (Some("/a/public/x"), "a"));
        assert_eq!(frame.message(), &expected[1..expected.len() - 1]);
    }
}
