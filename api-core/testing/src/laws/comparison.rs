//! Comparison of responses by their meaning.

use http::{Response, StatusCode};
use serde_json::Value;

use super::now::now;
use api_core::body::Body;
use api_core::context::BodySlot;
use api_core::dialect::{Decoder, Dialect, EventForm, Frame};

/// A response whose body was read to its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Read {
    pub(crate) fn of(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        let body = now(BodySlot::new(body).bytes(usize::MAX)).unwrap_or_else(|problem| panic!("{problem}"));
        Self { status: head.status, headers: head.headers, body: body.to_vec() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the media type without parameters.
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.header("content-type").and_then(|value| value.split(';').next()).map(str::trim)
    }

    /// Returns a description and the JSON body of each event and of the end.
    pub(crate) fn frames(&self, dialect: Dialect, form: EventForm) -> Result<Vec<(String, Value)>, String> {
        let mut decoder = Decoder::new(dialect).in_form(form);
        decoder.push(&self.body);
        let mut frames = Vec::new();
        while let Some(frame) = decoder.next().or_else(|| decoder.close().map(Ok)) {
            let (kind, body) = match frame.map_err(|error| error.to_string())? {
                Frame::Heartbeat { .. } => continue,
                Frame::Event { id, headers, body } => (format!("event {id:?} {headers:?}"), body),
                Frame::End { status, headers, body } => (format!("end {status} {headers:?}"), body),
            };
            frames.push((kind, serde_json::from_slice(&body).map_err(|error| error.to_string())?));
        }
        Ok(frames)
    }

    pub(crate) fn shown(&self) -> String {
        format!("{} {:?}\n{}", self.status, self.headers, String::from_utf8_lossy(&self.body))
    }
}

/// Returns whether JSON that was decoded and encoded again contains everything of the original.
///
/// Decoding and encoding may add default values, leave out `null`, reorder sets, and change the notation of numbers.
///
/// ```
/// use api_testing::laws::contains;
/// use serde_json::json;
///
/// assert!(contains(&json!({"id": 7, "rank": 0}), &json!({"id": 7.0, "note": null})));
/// assert!(!contains(&json!({"id": 7}), &json!({"id": 8})));
/// ```
pub fn contains(forwarded: &Value, original: &Value) -> bool {
    match (forwarded, original) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(key, value)| contains(found.get(key).unwrap_or(&Value::Null), value))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && (found.iter().zip(expected).all(|(found, expected)| contains(found, expected))
                    || expected.iter().all(|expected| found.iter().any(|found| contains(found, expected))))
        }
        (Value::Number(found), Value::Number(expected)) => found == expected || found.as_f64() == expected.as_f64(),
        (found, expected) => found == expected,
    }
}
