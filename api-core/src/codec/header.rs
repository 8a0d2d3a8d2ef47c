//! Decoding of header fields.

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::model::{Model, Violation};

use super::field;
use super::members::trimmed;

/// Decodes a field to a scalar, an optional scalar or a list of scalars. Whitespace around a line is no part of it
/// (RFC 9110 §5.5).
///
/// # Errors
/// Returns a violation that names the field.
pub(crate) fn decode<T: Model + DeserializeOwned>(headers: &HeaderMap, name: &str) -> Result<T, Violation> {
    let wrong =
        |problem: String| Violation { path: format!("/header/{name}"), problem, expected: T::SHAPE.to_string() };
    let texts = headers.get_all(name).iter().map(|value| std::str::from_utf8(value.as_bytes()).map(trimmed));
    let texts: Vec<&str> = texts.collect::<Result<_, _>>().map_err(|_| wrong("is not UTF-8".to_owned()))?;
    field::read(name, &texts)
        .map_err(|error| wrong(if texts.is_empty() { "is missing".to_owned() } else { error.to_string() }))
}
