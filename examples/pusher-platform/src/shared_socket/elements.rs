//! The form that both directions share: a JSON array that begins with a code and may be padded with trailing nulls.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// Returns the code of a message and its other elements.
///
/// # Errors
/// Returns a description of the problem if the text is not such an array.
pub(super) fn message(text: &str) -> Result<(u64, Vec<&RawValue>), &'static str> {
    let mut elements: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| "a message is a JSON array")?;
    let code = elements.first().and_then(|code| read(code)).ok_or("a message begins with a number")?;
    elements.remove(0);
    Ok((code, elements))
}

/// Removes trailing nulls.
pub(super) fn unpadded<'a, 'b>(mut elements: &'a [&'b RawValue]) -> &'a [&'b RawValue] {
    while let [rest @ .., last] = elements
        && last.get() == "null"
    {
        elements = rest;
    }
    elements
}

/// Deserializes an element. Returns `None` if it has another type.
pub(super) fn read<T: DeserializeOwned>(element: &RawValue) -> Option<T> {
    serde_json::from_str(element.get()).ok()
}

/// Returns the number of a ping or a pong.
pub(super) fn number(elements: &[&RawValue]) -> Option<u64> {
    match unpadded(elements) {
        [number] => read(number),
        _ => None,
    }
}
