//! Values as text, as paths, queries and header fields have them.

use http::HeaderValue;
use percent_encoding::percent_encode_byte;
use serde_json::Value;

use crate::generate::SmallRandom;

/// Returns whether a client can encode the text in a header field, or as an item of a list in one.
pub(super) fn is_field_value(text: &str, item: bool) -> bool {
    let item_is_one = !item || !(text.is_empty() || text.contains([',', '"']));
    item_is_one && text.trim_matches([' ', '\t']) == text && HeaderValue::from_bytes(text.as_bytes()).is_ok()
}

/// Returns a scalar as text. `None` for `null`, arrays and objects.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Returns the items of a list as texts, or the text of a scalar.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(scalar).collect(),
        one => scalar(one).into_iter().collect(),
    }
}

/// Percent-encodes each byte of a text.
pub(crate) fn all_escaped(text: &str) -> String {
    text.bytes().map(percent_encode_byte).collect()
}

/// Percent-encodes text (RFC 3986 §2). Most unreserved characters stay. Hexadecimal digits have either letter case.
pub(crate) fn escaped(text: &str, random: &mut SmallRandom) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        let unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if unreserved && !random.once_in(16) {
            out.push(char::from(byte));
        } else if random.once_in(2) {
            out.push_str(percent_encode_byte(byte));
        } else {
            out.push_str(&percent_encode_byte(byte).to_ascii_lowercase());
        }
        out
    })
}
