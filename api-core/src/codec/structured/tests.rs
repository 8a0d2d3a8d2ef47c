//! Fields of registered names, what is refused, and the law of round trips.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{append, decode};
use crate::model::{
    Base64, Declaration, DisplayString, Field, Model, Reading, Shape, Struct, Token, UnixDate, UnknownFields,
    WithParameters,
};

/// Describes a struct as `derive(Model)` does, which names `::api_core` and so is not for this crate.
macro_rules! described {
    ($name:ident { $($field:ident: $ty:ty = $key:literal $reading:ident,)* }) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        struct $name {
            $(#[serde(rename = $key, default)] $field: $ty,)*
        }

        impl Model for $name {
            const SHAPE: &'static Shape = &Shape::Struct(Struct {
                declaration: Declaration { name: stringify!($name), arguments: &[], docs: "" },
                fields: &[$(Field { reading: Reading::$reading, ..Field::plain($key, "", <$ty>::SHAPE) },)*],
                unknown_fields: UnknownFields::Ignored,
            });
        }
    };
}

described!(Priority {
    urgency: Option<u8> = "u" Required,
    incremental: bool = "i" Defaulted,
});

described!(Remaining {
    remaining: u32 = "r" Defaulted,
    reset: Option<u32> = "t" Required,
});

described!(Everything {
    number: Option<i64> = "number" Required,
    decimal: Option<f64> = "decimal" Required,
    text: Option<String> = "text" Required,
    token: Option<Token> = "token" Required,
    bytes: Option<Base64> = "bytes" Required,
    date: Option<UnixDate> = "date" Required,
    display: Option<DisplayString> = "display" Required,
    list: Option<Vec<WithParameters<u8, Remaining>>> = "list" Required,
    inner: Option<WithParameters<Vec<bool>, Remaining>> = "inner" Required,
});

fn read<T: Model + DeserializeOwned>(lines: &[&str]) -> Result<T, String> {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append("x", HeaderValue::from_str(line).unwrap());
    }
    decode(&headers, "x").map_err(|violation| violation.problem)
}

fn written<T: Model + Serialize>(value: &T) -> Result<Option<String>, String> {
    let mut headers = HeaderMap::new();
    append(&mut headers, "x", value)?;
    Ok(headers.get("x").map(|line| line.to_str().unwrap().to_owned()))
}

#[test]
fn registered_fields_are_read_and_written() {
    let priority = Priority { urgency: Some(1), incremental: true };
    assert_eq!(read(&["u=1, i"]), Ok(priority.clone()));
    assert_eq!(written(&priority), Ok(Some("u=1, i".to_owned())));
    let limit =
        vec![WithParameters { value: "default".to_owned(), parameters: Remaining { remaining: 50, reset: Some(30) } }];
    assert_eq!(read(&[r#""default";r=50;t=30"#]), Ok(limit.clone()));
    assert_eq!(written(&limit), Ok(Some(r#""default";r=50;t=30"#.to_owned())));
    let hints: Vec<Token> = ["Sec-CH-UA", "*", "text/html"].map(|text| text.parse().unwrap()).into();
    assert_eq!(read(&["Sec-CH-UA , *,text/html"]), Ok(hints.clone()));
    assert_eq!(written(&hints), Ok(Some("Sec-CH-UA, *, text/html".to_owned())));
    let digests = BTreeMap::from([("sha-256".to_owned(), Base64::from(&b"Hi!"[..]))]);
    assert_eq!(read(&["sha-256=:SGkh:"]), Ok(digests.clone()));
    assert_eq!(written(&digests), Ok(Some("sha-256=:SGkh:".to_owned())));
    assert_eq!(read(&["@1659578233"]), Ok(UnixDate(1_659_578_233)));
    assert_eq!(written(&DisplayString("é".to_owned())), Ok(Some("%\"%c3%a9\"".to_owned())));
}

#[test]
fn several_lines_are_one_list_or_dictionary_and_no_item() {
    assert_eq!(read(&["1, 2", "3"]), Ok(vec![1, 2, 3]));
    assert_eq!(read(&["u=1", "i", "u=2"]), Ok(Priority { urgency: Some(2), incremental: true }));
    assert!(read::<u8>(&["1", "2"]).is_err());
}

#[test]
fn what_is_not_declared_is_ignored_and_what_is_missing_is_nothing() {
    assert_eq!(read(&["u=1;a=b, new=(1 2);x"]), Ok(Priority { urgency: Some(1), incremental: false }));
    assert_eq!(read(&["7;q=1"]), Ok(7));
    assert_eq!(read::<Vec<u8>>(&[]), Ok(vec![]));
    assert_eq!(read::<Option<Vec<u8>>>(&[]), Ok(None));
    assert_eq!(read::<Option<Vec<u8>>>(&[""]), Ok(Some(vec![])));
    assert_eq!(read(&[]), Ok(Priority { urgency: None, incremental: false }));
    assert_eq!(read::<Option<u8>>(&[]), Ok(None));
    assert_eq!(read::<u8>(&[]), Err("is missing".to_owned()));
    assert_eq!(written::<Vec<u8>>(&vec![]), Ok(None));
    assert_eq!(written(&Some(Vec::<u8>::new())), Ok(Some(String::new())));
}

#[test]
fn a_field_that_the_grammar_or_the_type_refuses_is_an_error() {
    for line in ["", "1,", "a b", "\"open", "1;", "1;A=1", "?2", "1234567890123456", "@1.5", "1.2345", "(1 2", "é"] {
        let mut headers = HeaderMap::new();
        headers.append("x", HeaderValue::from_bytes(line.as_bytes()).unwrap());
        assert!(decode::<i64>(&headers, "x").is_err(), "{line}");
    }
    for line in ["1,", "1,,2", ",", "(1", "1 2"] {
        assert!(read::<Vec<u8>>(&[line]).is_err(), "{line}");
    }
    assert_eq!(read::<u8>(&["1.0"]), Err("is a decimal such as `1.0`, not an integer".to_owned()));
    assert!(
        read::<f64>(&["1"]).is_err() && read::<String>(&["token"]).is_err() && read::<Token>(&["\"text\""]).is_err()
    );
    assert!(
        read::<u8>(&["300"]).is_err() && read::<Vec<u8>>(&["(1)"]).is_err() && read::<Vec<Vec<u8>>>(&["1"]).is_err()
    );
    assert_eq!(read::<Priority>(&["u=x"]), Err("is a token, not an integer, at `u`".to_owned()));
}

#[test]
fn a_value_that_no_field_can_hold_is_not_written() {
    assert!(written(&1_000_000_000_000_000_i64).is_err() && written(&999_999_999_999_999_i64).is_ok());
    assert!(written(&0.1234).is_err() && written(&0.125).is_ok() && written(&f64::NAN).is_err());
    assert!(written(&"é").is_err() && written(&"a\n").is_err() && written(&"a \"\\").is_ok());
    assert!(written(&BTreeMap::from([("Upper".to_owned(), 1)])).is_err());
}

#[test]
fn the_shape_decides_what_can_be_a_field() {
    assert!(Priority::SHAPE.is_structured_field() && Everything::SHAPE.is_structured_field());
    assert!(<Option<Vec<Vec<String>>>>::SHAPE.is_structured_field());
    assert!(!<Vec<Priority>>::SHAPE.is_structured_field(), "a dictionary is no member");
    assert!(!<Vec<Vec<Vec<u8>>>>::SHAPE.is_structured_field(), "an inner list has no lists");
    assert!(!<Option<Option<u8>>>::SHAPE.is_structured_field() && !<Vec<Option<u8>>>::SHAPE.is_structured_field());
    assert!(!<BTreeMap<u8, u8>>::SHAPE.is_structured_field() && !serde_json::Value::SHAPE.is_structured_field());
    assert!(!<WithParameters<Vec<u8>, Remaining>>::SHAPE.is_structured_field(), "an inner list is no field");
}

fn remaining() -> impl Strategy<Value = Remaining> {
    (any::<u32>(), any::<Option<u32>>()).prop_map(|(remaining, reset)| Remaining { remaining, reset })
}

prop_compose! {
    fn everything()(
        number in prop::option::of(-999_999_999_999_999_i64..=999_999_999_999_999),
        thousandths in prop::option::of(-999_999_999_i32..=999_999_999),
        text in prop::option::of("[ -~]*"),
        token in prop::option::of("[a-zA-Z*][a-zA-Z0-9:/!#$%&'*+.^_`|~-]*"),
        bytes in prop::option::of(any::<Vec<u8>>()),
        date in prop::option::of(-9_999_999_999_i64..=99_999_999_999),
        display in prop::option::of(".*"),
        list in prop::option::of(prop::collection::vec((any::<u8>(), remaining()), 0..4)),
        inner in prop::option::of((prop::collection::vec(any::<bool>(), 0..4), remaining())),
    ) -> Everything {
        Everything {
            number,
            decimal: thousandths.map(|number| f64::from(number) / 1000.0),
            text,
            token: token.map(|text| text.parse().unwrap()),
            bytes: bytes.map(|bytes| Base64::from(&bytes[..])),
            date: date.map(UnixDate),
            display: display.map(DisplayString),
            list: list.map(|list| {
                list.into_iter().map(|(value, parameters)| WithParameters { value, parameters }).collect()
            }),
            inner: inner.map(|(value, parameters)| WithParameters { value, parameters }),
        }
    }
}

proptest! {
    #[test]
    fn a_dictionary_is_read_as_it_was_written(value in everything()) {
        let mut headers = HeaderMap::new();
        append(&mut headers, "x", &value).unwrap();
        prop_assert_eq!(decode::<Everything>(&headers, "x").unwrap(), value);
    }

    #[test]
    fn no_line_makes_the_reader_panic(lines in prop::collection::vec("[ -~]{0,40}", 0..3)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let _ = read::<Everything>(&lines);
        let _ = read::<Vec<WithParameters<Vec<Token>, Remaining>>>(&lines);
        let _ = read::<Option<DisplayString>>(&lines);
    }
}
