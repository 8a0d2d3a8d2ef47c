//! What both directions share: a message is a JSON array, and nulls at its end are padding.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

/// The elements of a message, without the nulls that pad it.
///
/// # Errors
/// What is wrong, if it is no JSON array or has nothing in it.
pub(super) fn elements(text: &str) -> Result<Vec<&RawValue>, &'static str> {
    let mut elements: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| "a message is a JSON array")?;
    while elements.last().is_some_and(|last| last.get() == "null") {
        elements.pop();
    }
    if elements.is_empty() { Err("a message begins with a number") } else { Ok(elements) }
}

/// An element as a value, if it is one of that type.
pub(super) fn read<T: DeserializeOwned>(element: &RawValue) -> Option<T> {
    serde_json::from_str(element.get()).ok()
}

/// An element that padding may have taken away.
pub(super) fn body(element: Option<&&RawValue>) -> Value {
    element.and_then(|element| read(element)).unwrap_or_default()
}
