//! One message of a request, and the array around it.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::access::{AccessError, Credentials};

/// The most messages in one request. The published clients send a batch of 2 KiB at most.
const MAXIMUM: usize = 1000;

/// The largest id of a message in bytes of JSON. Those of a session's last messages are kept. The published clients
/// count.
const LARGEST_ID: usize = 256;

/// A message: an object with a channel. Other members are decoded where they are needed, and unknown ones never.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// The channel.
    pub channel: String,
    members: BTreeMap<String, &'a RawValue>,
}

/// The request is not JSON, or not messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Bad request")]
pub struct BadRequest;

/// Reads the messages of a request: one object, or an array of objects. Nulls are skipped.
///
/// # Errors
///
/// Returns an error for text that is not JSON, for scalars, for a message without a channel or with an id of more than
/// 256 bytes, and for more than 1000 messages.
pub fn messages(text: &str) -> Result<Vec<Message<'_>>, BadRequest> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: &RawValue = serde_json::from_str(text).map_err(|_| BadRequest)?;
    let items: Vec<&RawValue> = match value.get().as_bytes().first() {
        Some(b'[') => serde_json::from_str(value.get()).map_err(|_| BadRequest)?,
        _ => vec![value],
    };
    if items.len() > MAXIMUM {
        return Err(BadRequest);
    }
    items.into_iter().filter(|item| item.get() != "null").map(Message::parse).collect()
}

impl<'a> Message<'a> {
    fn parse(object: &'a RawValue) -> Result<Self, BadRequest> {
        // Of members with one name the last counts, as in JavaScript.
        let members: BTreeMap<String, &'a RawValue> = serde_json::from_str(object.get()).map_err(|_| BadRequest)?;
        if members.get("id").is_some_and(|id| id.get().len() > LARGEST_ID) {
            return Err(BadRequest);
        }
        let channel = members.get("channel").and_then(|channel| serde_json::from_str(channel.get()).ok());
        channel.map(|channel| Self { channel, members }).ok_or(BadRequest)
    }

    /// Returns a member as it was written. A member that is null, false, zero or empty text counts as absent, as in
    /// JavaScript.
    pub fn member(&self, name: &str) -> Option<&'a RawValue> {
        let is_unset = |value: &RawValue| match value.get() {
            "null" | "false" | "\"\"" => true,
            number => number.parse() == Ok(0.0),
        };
        self.members.get(name).copied().filter(|value| !is_unset(value))
    }

    /// Returns a member that is a text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.member(name).and_then(|value| serde_json::from_str(value.get()).ok())
    }

    /// Returns the data, which may be null.
    pub fn data(&self) -> Option<&'a RawValue> {
        self.members.get("data").copied()
    }

    /// Reads the credentials in `ext.auth`.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`Credentials::from_ext`].
    pub fn credentials(&self) -> Result<Credentials, AccessError> {
        let ext: Option<Value> = self.members.get("ext").and_then(|ext| serde_json::from_str(ext.get()).ok());
        Credentials::from_ext(ext.as_ref().and_then(|ext| ext.get("auth")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_message_is_bounded() {
        let message = |id: usize| format!(r#"{{"channel":"/meta/handshake","id":"{}"}}"#, "x".repeat(id));
        assert!(messages(&message(LARGEST_ID - 2)).is_ok());
        assert_eq!(messages(&message(LARGEST_ID - 1)).err(), Some(BadRequest));
    }

    fn channels(text: &str) -> Result<Vec<String>, BadRequest> {
        messages(text).map(|messages| messages.into_iter().map(|message| message.channel).collect())
    }

    #[test]
    fn a_request_is_one_object_or_an_array_of_objects() {
        assert_eq!(channels(r#" {"channel":"/a"} "#), Ok(vec!["/a".to_owned()]));
        assert_eq!(channels(r#"[{"channel":"/a"},null,{"id":1,"channel":"/b"}]"#).unwrap(), ["/a", "/b"]);
        for empty in ["null", "[]", "[null]", " [ ] "] {
            assert_eq!(channels(empty), Ok(Vec::new()), "{empty}");
        }
    }

    #[test]
    fn what_is_no_message_is_a_bad_request() {
        let too_many = format!("[{}null]", "null,".repeat(MAXIMUM));
        for bad in ["", "x", "1", "\"text\"", "true", "{}", "[1]", "[[{}]]", r#"{"channel":1}"#, "[{}]", "{", &too_many]
        {
            assert_eq!(channels(bad), Err(BadRequest), "{bad:.20}");
        }
    }

    #[test]
    fn deep_nesting_is_no_stack_overflow() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        let _ = messages(&format!(r#"{{"channel":"/a","data":{deep}}}"#));
        assert_eq!(messages(&deep).map(|found| found.len()), Err(BadRequest));
        let _ = messages(&format!(r#"{{"channel":"/a","ext":{deep}}}"#)).map(|found| found[0].credentials());
    }

    #[test]
    fn members_that_javascript_takes_for_false_are_absent() {
        let text = r#"{"channel":"/a","a":null,"b":false,"c":0,"d":"","e":-0.0,"data":null,"f":"0","g":[]}"#;
        let message = messages(text).unwrap().remove(0);
        for absent in ["a", "b", "c", "d", "e", "nothing"] {
            assert!(message.member(absent).is_none(), "{absent}");
        }
        assert!(message.data().is_some() && message.member("f").is_some() && message.member("g").is_some());
    }
}
