//! Bytes that are base64 text on the wire (RFC 4648 §4).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Measure, Model, Shape};

/// Bytes that are base64 text on the wire: the standard alphabet with padding (RFC 4648 §4), in every encoding.
///
/// Each value has one text, and no other text is read: characters of the URL-safe alphabet, line breaks, missing padding
/// and unused bits that are set are errors. `min_length` and `max_length` limit the characters of the text, as in JSON
/// Schema: *n* bytes are 4 × ⌈*n* ÷ 3⌉ characters. A pattern is not checked.
///
/// ```
/// use api_core::model::{Base64, Model};
///
/// let read: Base64 = serde_json::from_str(r#""SGkh""#).unwrap();
/// assert_eq!(read.as_ref(), b"Hi!");
/// assert_eq!(Base64::from(&b"Hi"[..]).to_string(), "SGk=");
/// assert!("SGk".parse::<Base64>().is_err());
/// assert_eq!(Base64::SHAPE.to_string(), "text (base64)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Base64(pub Bytes);

/// A text that is not base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidBase64;

impl Model for Base64 {
    const SHAPE: &'static Shape = &Shape::Text { format: Some("base64") };

    fn measure(&self) -> Measure<'_> {
        Measure::Length(self.0.len().div_ceil(3).saturating_mul(4))
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &STANDARD).fmt(formatter)
    }
}

impl FromStr for Base64 {
    type Err = InvalidBase64;

    fn from_str(text: &str) -> Result<Self, InvalidBase64> {
        // The engine refuses missing padding and unused bits that are set.
        STANDARD.decode(text).map(Self::from).map_err(|_| InvalidBase64)
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Base64;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("base64 with padding")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Base64, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

impl From<Bytes> for Base64 {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(Bytes::copy_from_slice(bytes))
    }
}

impl From<Base64> for Bytes {
    fn from(value: Base64) -> Self {
        value.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for InvalidBase64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "the text is not base64: expected the alphabet `A-Za-z0-9+/` in groups of four characters, with `=` to \
             complete the last one and no unused bits that are set",
        )
    }
}

impl std::error::Error for InvalidBase64 {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Base64, InvalidBase64};

    #[test]
    fn the_examples_of_the_rfc_are_written_and_read() {
        let table = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in table {
            let value = Base64::from(bytes.as_bytes());
            assert_eq!(value.to_string(), text);
            assert_eq!(text.parse(), Ok(value));
        }
        assert_eq!(Base64::from(vec![0xfb, 0xff, 0xbf]).to_string(), "+/+/");
    }

    #[test]
    fn other_texts_are_errors() {
        for text in ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm 9v", "-_-_", "Zm9é", "=Zm9"]
        {
            assert_eq!(text.parse::<Base64>(), Err(InvalidBase64), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_are_read_as_they_were_written_and_measured_by_their_text(bytes: Vec<u8>) {
            use crate::model::{Measure, Model as _};

            let value = Base64::from(bytes);
            let text = value.to_string();
            prop_assert_eq!(value.measure(), Measure::Length(text.len()));
            prop_assert_eq!(text.parse(), Ok(value));
        }

        #[test]
        fn a_text_that_is_read_is_the_one_that_is_written(text in "[A-Za-z0-9+/]{0,8}={0,2}") {
            if let Ok(value) = text.parse::<Base64>() {
                prop_assert_eq!(value.to_string(), text);
            }
        }
    }
}
