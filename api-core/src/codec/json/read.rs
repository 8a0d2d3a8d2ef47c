//! JSON to values. What cannot be read is compared with the shape, so that all problems are reported at once.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::{Model, Violation};

use super::fit::fit;

/// The error of JSON that is not a value of a type.
#[derive(Debug)]
pub(crate) struct Unreadable {
    error: serde_json::Error,
    violations: Vec<Violation>,
}

/// Decodes a value.
///
/// A whole number is read as an integer in each spelling, `1.0` and `1e3` included.
///
/// # Errors
/// Returns an error if the text is not JSON, or does not fit the type.
pub(crate) fn from_slice<T: Model + DeserializeOwned>(json: &[u8]) -> Result<T, Unreadable> {
    serde_json::from_slice(json).or_else(|error| read_again(json, error))
}

/// Reads JSON that a type refused as a tree, and compares it with the type's shape.
#[cold]
fn read_again<T: Model + DeserializeOwned>(json: &[u8], error: serde_json::Error) -> Result<T, Unreadable> {
    let untouched: Option<Value> = if error.is_data() { serde_json::from_slice(json).ok() } else { None };
    let Some(untouched) = untouched else { return Err(Unreadable { error, violations: Vec::new() }) };
    let mut value = untouched.clone();
    let violations = fit(&mut value, T::SHAPE).violations;
    // Callers that need constraints check them after the value was read.
    if value != untouched
        && let Ok(read) = serde_json::from_value(value)
    {
        return Ok(read);
    }
    Err(Unreadable { error, violations })
}

impl Unreadable {
    /// Returns whether the text is JSON, but does not fit the type.
    pub(crate) fn is_data(&self) -> bool {
        self.error.is_data()
    }

    /// Returns the problems with their places. Empty if the text is not JSON, or if the type refuses it for a reason
    /// that its shape does not tell.
    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Returns whether there are problems with places.
    pub(crate) fn is_explained(&self) -> bool {
        !self.violations.is_empty()
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.violations.is_empty() {
            return self.error.fmt(formatter);
        }
        self.violations
            .iter()
            .enumerate()
            .try_for_each(|(index, violation)| write!(formatter, "{}{violation}", if index == 0 { "" } else { "; " }))
    }
}

impl std::error::Error for Unreadable {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::from_slice;
    use crate::model::Model;

    #[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
    struct Order {
        id: u32,
        #[model(min_length = 1)]
        lines: Vec<Line>,
        #[serde(default)]
        tags: BTreeMap<String, i8>,
        note: Option<String>,
        state: State,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
    #[serde(deny_unknown_fields)]
    struct Line {
        #[model(min = 1)]
        count: u8,
        #[model(pattern = "^[a-z]+$")]
        product: String,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
    #[serde(tag = "is", rename_all = "snake_case")]
    enum State {
        Open,
        Sent { at: u64 },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
    #[serde(untagged)]
    enum Amount {
        Whole(u8),
        Pair(i64, i64),
        Exact(f64),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
    enum Step {
        Stop,
        Turn(i16),
        Go(u8, u8),
    }

    #[derive(Debug, PartialEq, serde_repr::Serialize_repr, serde_repr::Deserialize_repr, Model)]
    #[repr(i16)]
    #[model(repr)]
    enum Level {
        Low = -1,
        Middle,
        High = 300,
    }

    #[test]
    fn the_problems_of_numbers_that_are_listed_name_them() {
        let expected = "expected one of `-1`, `0`, `300`";
        assert_eq!(problems::<Level>("7"), [format!("/: is 7, {expected}")]);
        assert_eq!(problems::<Level>(r#""Low""#), [format!("/: is the text `Low`, {expected}")]);
        assert_eq!(problems::<Level>("0.5"), [format!("/: is 0.5, {expected}")]);
        assert_eq!(from_slice::<Vec<Level>>(b"[-1, 3e2, 0.0]").unwrap(), [Level::Low, Level::High, Level::Middle]);
    }

    fn problems<T: Model + serde::de::DeserializeOwned + std::fmt::Debug>(json: &str) -> Vec<String> {
        let unreadable = from_slice::<T>(json.as_bytes()).unwrap_err();
        unreadable.into_violations().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_problems_of_a_text_are_reported_with_their_places() {
        let json = r#"{
            "id": -1,
            "lines": [{"count": "two", "product": "ABC"}, {"count": 0}, 5, {"count": 1, "product": "a", "price": 2}],
            "tags": {"a": 200, "b/c": true},
            "note": 7,
            "state": {"is": "sent"}
        }"#;
        assert_eq!(
            problems::<Order>(json),
            [
                "/id: is -1, expected an integer from 0 to 4294967295",
                "/lines/0/count: is the text `two`, expected an integer from 0 to 255",
                "/lines/0/product: does not match the pattern, expected text that matches `^[a-z]+$`",
                "/lines/1/count: is 0, expected at least 1",
                "/lines/1/product: is missing, expected text",
                "/lines/2: is 5, expected an object",
                "/lines/3/price: is unknown, expected one of `count`, `product`",
                "/tags/a: is 200, expected an integer from -128 to 127",
                "/tags/b~1c: is true, expected an integer from -128 to 127",
                "/note: is 7, expected text",
                "/state/at: is missing, expected an integer from 0 to 18446744073709551615",
            ]
        );
    }

    #[test]
    fn the_problems_of_enums_name_the_variants() {
        assert_eq!(problems::<State>(r#"{"is": "lost"}"#), ["/is: is `lost`, expected one of `open`, `sent`"]);
        assert_eq!(problems::<State>("{}"), ["/is: is missing, expected one of `open`, `sent`"]);
        assert_eq!(problems::<State>("[]"), ["/: is a list, expected an object with the key `is`"]);
        assert_eq!(problems::<Step>(r#""Fly""#), ["/: is `Fly`, expected one of `Stop`, `Turn`, `Go`"]);
        assert_eq!(problems::<Step>(r#""Turn""#), ["/: is `Turn`, expected an object with the key `Turn`"]);
        assert_eq!(
            problems::<Step>(r#"{"Turn": "left"}"#),
            ["/Turn: is the text `left`, expected an integer from -32768 to 32767"]
        );
        assert_eq!(problems::<Step>(r#"{"Go": [1]}"#), ["/Go: has 1 items, expected 2 items"]);
        assert_eq!(
            problems::<Amount>(r#""x""#),
            ["/: is the text `x`, which is none of the variants, expected one of `Whole`, `Pair`, `Exact`"]
        );
    }

    #[test]
    fn a_whole_number_is_an_integer_however_it_is_written() {
        assert_eq!(from_slice::<u32>(b"1.0").unwrap(), 1);
        assert_eq!(from_slice::<Vec<i64>>(b"[1e3, -0.0, -2.50e1, 7]").unwrap(), [1_000, 0, -25, 7]);
        assert_eq!(
            from_slice::<Amount>(b"3.0").unwrap(),
            Amount::Exact(3.0),
            "the first variant that reads it as it is"
        );
        assert_eq!(from_slice::<Amount>(b"[1.0, 2e0]").unwrap(), Amount::Pair(1, 2));
        assert_eq!(from_slice::<Step>(br#"{"Go": [1.0, 2.0]}"#).unwrap(), Step::Go(1, 2));
        let line = from_slice::<Line>(br#"{"count": 2.0, "product": "tea"}"#).unwrap();
        assert_eq!(line, Line { count: 2, product: "tea".to_owned() });
        let state = from_slice::<State>(br#"{"is": "sent", "at": 1e9}"#).unwrap();
        assert_eq!(state, State::Sent { at: 1_000_000_000 });
    }

    #[test]
    fn a_number_that_is_not_whole_or_not_exact_is_no_integer() {
        assert_eq!(problems::<u32>("1.5"), ["/: is 1.5, expected an integer from 0 to 4294967295"]);
        assert_eq!(problems::<u8>("256.0"), ["/: is 256, expected an integer from 0 to 255"]);
        assert_eq!(problems::<u64>("1e17"), ["/: is 1e+17, expected an integer from 0 to 18446744073709551615"]);
    }

    #[test]
    fn a_floating_point_number_arrives_as_it_was_sent() {
        // The nearest number to this text is one unit away from what a fast parser returns.
        let number = 3.222_222_222_222_221_7e49_f64;
        assert_eq!(from_slice::<f64>(&super::super::to_vec(&number).unwrap()).unwrap().to_bits(), number.to_bits());
    }

    #[test]
    fn text_that_is_not_json_has_no_places() {
        let unreadable = from_slice::<Order>(b"{").unwrap_err();
        assert!(!unreadable.is_data() && !unreadable.is_explained());
    }
}
