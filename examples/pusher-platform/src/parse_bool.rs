//! Booleans in queries.

use std::fmt;

use serde::Deserializer;
use serde::de::{Error, Unexpected, Visitor};

/// Reads a boolean of a query in any of the forms that Go's `strconv.ParseBool` reads (`PROTOCOL.md` §2). It is written
/// as `true` or `false`.
///
/// ```
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Page {
///     #[serde(default, deserialize_with = "pusher_platform::parse_bool")]
///     include_private: bool,
/// }
///
/// let page: Page = serde_json::from_str(r#"{"include_private": "T"}"#)?;
/// assert!(page.include_private);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// Returns an error for any other text, and for values that are neither texts nor booleans.
pub fn parse_bool<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    deserializer.deserialize_str(BoolVisitor)
}

struct BoolVisitor;

impl Visitor<'_> for BoolVisitor {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "`true` or `false`, or their forms `1`, `t`, `T`, `TRUE`, `True`, `0`, `f`, `F`, `FALSE`, `False`",
        )
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        match text {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
            other => Err(E::invalid_value(Unexpected::Str(other), &self)),
        }
    }
}
