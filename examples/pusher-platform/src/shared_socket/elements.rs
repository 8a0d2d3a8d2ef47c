//! What both directions share: a message is a JSON array that begins with a number, and nulls at its end may be padding.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The number of a message and its other elements.
///
/// # Errors
/// What is wrong.
pub(super) fn message(text: &str) -> Result<(u64, Vec<&RawValue>), &'static str> {
    let mut elements: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| "a message is a JSON array")?;
    let code = elements.first().and_then(|code| read(code)).ok_or("a message begins with a number")?;
    elements.remove(0);
    Ok((code, elements))
}

/// Elements without the nulls that pad them.
pub(super) fn unpadded<'a, 'b>(mut elements: &'a [&'b RawValue]) -> &'a [&'b RawValue] {
    while let [rest @ .., last] = elements
        && last.get() == "null"
    {
        elements = rest;
    }
    elements
}

/// An element as a value, if it is one of that type.
pub(super) fn read<T: DeserializeOwned>(element: &RawValue) -> Option<T> {
    serde_json::from_str(element.get()).ok()
}

/// The number of a ping or a pong.
pub(super) fn number(elements: &[&RawValue]) -> Option<u64> {
    match unpadded(elements) {
        [number] => read(number),
        _ => None,
    }
}
