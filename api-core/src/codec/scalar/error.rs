//! The error of text that is not the expected scalar.

use std::fmt::{self, Display};

use serde::{de, ser};

use crate::model::cut;

/// Maximum number of characters of a peer's text that an error repeats.
const SHOWN: usize = 40;

/// Maximum size of a message of a type's own `Deserialize`, in bytes. It may repeat the text of a peer.
const LARGEST_MESSAGE: usize = 512;

/// The error of a scalar: what was expected and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScalarError {
    expected: Option<String>,
    found: Option<String>,
    message: Option<String>,
}

impl ScalarError {
    /// Returns what was expected, in words.
    pub fn expected(&self) -> Option<&str> {
        self.expected.as_deref()
    }

    pub(crate) fn expecting(expected: impl Display) -> Self {
        Self { expected: Some(expected.to_string()), found: None, message: None }
    }

    pub(crate) fn message(message: impl Display) -> Self {
        Self { expected: None, found: None, message: Some(cut(message.to_string(), LARGEST_MESSAGE)) }
    }

    /// Adds the text that caused the error, cut to [`SHOWN`] characters.
    #[must_use]
    pub(crate) fn found(self, text: &str) -> Self {
        Self { found: Some(shown(text)), ..self }
    }
}

/// Returns the text in backticks, cut to [`SHOWN`] characters.
pub(crate) fn shown(text: &str) -> String {
    if text.is_empty() {
        return "nothing".to_owned();
    }
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

impl Display for ScalarError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.message, &self.expected) {
            (Some(message), _) => formatter.write_str(message)?,
            (None, Some(expected)) => write!(formatter, "expected {expected}")?,
            (None, None) => formatter.write_str("not a scalar")?,
        }
        self.found.as_ref().map_or(Ok(()), |found| write!(formatter, ", found {found}"))
    }
}

impl std::error::Error for ScalarError {}

impl de::Error for ScalarError {
    fn custom<T: Display>(message: T) -> Self {
        Self::message(message)
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::expecting(expected)
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::expecting(expected)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        let names: Vec<String> = expected.iter().map(|name| format!("`{name}`")).collect();
        Self::expecting(names.join(" or "))
    }
}

impl ser::Error for ScalarError {
    fn custom<T: Display>(message: T) -> Self {
        Self::message(message)
    }
}
