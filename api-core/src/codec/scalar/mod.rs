//! Scalars: values as one string, in both directions, for path segments, header fields and query keys.

mod error;
mod read;
mod write;

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::error::ScalarError;
pub(crate) use self::error::shown;
pub(crate) use self::read::ScalarText;
use self::write::ScalarWriter;

/// Decodes a scalar from its text, for example a path segment after percent-decoding.
///
/// An `Option` is decoded as `Some`, because the text is present.
///
/// ```
/// use api_core::codec::scalar;
///
/// assert_eq!(scalar::parse::<u8>("7").unwrap(), 7);
/// let error = scalar::parse::<u8>("new").unwrap_err();
/// assert_eq!(error.to_string(), "expected an integer from 0 to 255, found `new`");
/// ```
///
/// # Errors
/// Returns an error if the text does not fit the type, or the type is not a scalar.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, ScalarError> {
    T::deserialize(ScalarText::new(Cow::Borrowed(text))).map_err(|error| error.found(text))
}

/// Appends the text of a scalar, without percent-encoding.
///
/// ```
/// use api_core::codec::scalar;
///
/// let mut text = String::from("room ");
/// scalar::write(&7, &mut text).unwrap();
/// assert_eq!(text, "room 7");
/// assert!(scalar::write(&[1, 2], &mut text).is_err());
/// ```
///
/// # Errors
/// Returns an error if the value is not a scalar, is `None`, or is a number that is not finite. Nothing is appended
/// then.
pub fn write<T: Serialize + ?Sized>(value: &T, out: &mut String) -> Result<(), ScalarError> {
    let length = out.len();
    let result = value.serialize(ScalarWriter::new(out));
    if result.is_err() {
        out.truncate(length);
    }
    result
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use proptest::prelude::*;
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    use super::{parse, write};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Order {
        OldestFirst,
        NewestFirst,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct UserId(String);

    fn assert_identity<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
        let mut text = String::new();
        write(value, &mut text).expect("a scalar is written");
        assert_eq!(&parse::<T>(&text).expect("what was written is read"), value);
    }

    fn message<T: DeserializeOwned + Debug>(text: &str) -> String {
        parse::<T>(text).expect_err("the text is no such value").to_string()
    }

    #[test]
    fn enums_newtypes_chars_and_booleans_are_read_as_written() {
        assert_identity(&Order::NewestFirst);
        assert_identity(&UserId("ada lovelace".into()));
        assert_identity(&'ä');
        assert_identity(&true);
        assert_eq!(parse::<Option<u8>>("3").expect("present"), Some(3));
    }

    #[test]
    fn errors_say_what_was_expected_and_what_was_found() {
        assert_eq!(message::<bool>("yes"), "expected `true` or `false`, found `yes`");
        assert_eq!(message::<char>("ab"), "expected one character, found `ab`");
        assert_eq!(message::<i8>(""), "expected an integer from -128 to 127, found nothing");
        assert_eq!(message::<Order>("up"), "expected `oldest-first` or `newest-first`, found `up`");
        assert_eq!(message::<Vec<u8>>("1"), "expected a sequence, found `1`");
        let long = "x".repeat(1000);
        assert!(message::<u8>(&long).len() < 200);
    }

    #[test]
    fn what_is_not_a_scalar_is_not_written() {
        let mut text = String::from("kept");
        assert!(write(&None::<u8>, &mut text).is_err());
        assert!(write(&[1, 2], &mut text).is_err());
        assert!(write(&f64::NAN, &mut text).is_err());
        assert_eq!(text, "kept");
    }

    proptest! {
        #[test]
        fn numbers_and_text_are_read_as_written(a: i64, b: u64, c: f64, d: String, e: f32) {
            assert_identity(&a);
            assert_identity(&b);
            prop_assume!(c.is_finite() && e.is_finite());
            assert_identity(&c);
            assert_identity(&d);
            assert_identity(&e);
        }
    }
}
