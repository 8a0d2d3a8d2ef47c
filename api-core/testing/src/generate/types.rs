//! Types of the standard library and of other crates have the shape that serde gives them: generated values are read by
//! the type, and what the type writes is of its shape.

use std::borrow::Cow;
use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{SmallRandom, value};
use api_core::codec::scalar;
use api_core::model::{Base64, Limit, Model, Shape, Tagging};

/// Returns whether a value is of a shape, for the shapes that the types here have.
fn fits(shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Any, _) | (Shape::Text { format: None }, Value::String(_)) => true,
        (Shape::Integer(range), Value::Number(number)) => {
            let number = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
            number.is_some_and(|number| (range.minimum..=range.maximum).contains(&number))
        }
        (Shape::Enum(one), Value::Number(number)) => {
            one.tagging == Tagging::Integer && one.variants.iter().any(|variant| variant.name == number.to_string())
        }
        (Shape::Text { .. }, Value::String(text)) => shape.could_parse(text),
        (Shape::List(list), Value::Array(items)) => items.iter().all(|item| fits(list.item, item)),
        (Shape::Tuple(tuple), Value::Array(items)) => {
            tuple.items.len() == items.len()
                && tuple.items.iter().zip(items).all(|(item, value)| fits(item.shape, value))
        }
        (Shape::Struct(one), Value::Object(members)) => {
            one.fields.len() == members.len()
                && one.fields.iter().all(|field| {
                    members.get(field.name).is_some_and(|value| {
                        let above = match (field.constraints.max, value.as_i64()) {
                            (Some(Limit::Integer(most)), Some(number)) => i128::from(number) > most,
                            _ => false,
                        };
                        fits(field.shape, value) && !above
                    })
                })
        }
        _ => false,
    }
}

/// Reads a generated value, and checks what is written for it, as JSON and as a segment of a path.
fn assert_same_form<T: Model + DeserializeOwned + Serialize>(seed: u64) {
    let generated = value(T::SHAPE, &mut SmallRandom::new(seed)).expect("a value");
    let text = generated.to_string();
    let name = std::any::type_name::<T>();
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
    let written = serde_json::to_string(&read).expect("JSON");
    let parsed: Value = serde_json::from_str(&written).expect("JSON");
    assert!(fits(T::SHAPE, &parsed), "{name}: {written} is not {}", T::SHAPE);
    let again: T = serde_json::from_str(&written).unwrap_or_else(|error| panic!("{name}: {error}: {written}"));
    assert_eq!(serde_json::to_string(&again).expect("JSON"), written, "{name}");
    if T::SHAPE.is_scalar() {
        let mut segment = String::new();
        scalar::write(&read, &mut segment).expect("a scalar");
        let again: T = scalar::parse(&segment).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(serde_json::to_string(&again).expect("JSON"), written, "{name}");
    }
}

#[derive(Model, serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(i32)]
#[model(repr)]
enum Priority {
    Idle = -1,
    Normal,
    Urgent = 70_000,
}

macro_rules! assert_same_forms {
    ($seed:expr; $($ty:ty),* $(,)?) => {
        $(assert_same_form::<$ty>($seed);)*
    };
}

proptest! {
    #[test]
    fn types_are_read_and_written_in_their_shape(seed: u64) {
        // The standard library, without the signed `NonZero` types: a range cannot leave out zero.
        assert_same_forms!(seed; NonZeroUsize, SocketAddr, SocketAddrV4, SocketAddrV6, PathBuf, Box<Path>,
            Arc<Path>, Rc<str>, Arc<str>, Box<str>, Cow<'static, str>, Arc<[u8]>, Duration, Box<RawValue>,
            (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, String));
        // Other crates.
        assert_same_forms!(seed; Base64, Priority, uuid::Uuid, url::Url, bytes::Bytes, smol_str::SmolStr);
        assert_same_forms!(seed; jiff::Timestamp, jiff::Zoned, jiff::civil::Date, jiff::civil::Time,
            jiff::civil::DateTime, jiff::SignedDuration, jiff::Span);
        assert_same_forms!(seed; jiff_1::Timestamp, jiff_1::ZonedDateTime, jiff_1::civil::Date, jiff_1::civil::Time,
            jiff_1::civil::DateTime, jiff_1::SignedDuration, jiff_1::Span);
        assert_same_forms!(seed; chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::FixedOffset>,
            chrono::DateTime<chrono::Local>, chrono::NaiveDate, chrono::NaiveTime, chrono::NaiveDateTime);
        assert_same_forms!(seed; rust_decimal::Decimal, bigdecimal::BigDecimal, semver::Version, semver::VersionReq);
    }
}

#[test]
fn decimals_and_versions_are_text_and_keep_their_digits() {
    let price: rust_decimal::Decimal = "19.90".parse().expect("a decimal");
    assert_eq!(serde_json::to_string(&price).expect("JSON"), r#""19.90""#);
    let share: bigdecimal::BigDecimal = "0.10000000000000000000000000000000001".parse().expect("a decimal");
    assert_eq!(serde_json::to_string(&share).expect("JSON"), r#""0.10000000000000000000000000000000001""#);
    assert_eq!(semver::Version::SHAPE.to_string(), "text (semver)");
}

#[test]
fn a_duration_is_an_object_of_seconds_and_nanoseconds() {
    let written = serde_json::to_string(&Duration::from_millis(1500)).expect("JSON");
    assert_eq!(written, r#"{"secs":1,"nanos":500000000}"#);
    let nanoseconds = "nanos: integer 0..=4294967295 (..=999999999)";
    let shape = format!("Duration {{\n  secs: integer 0..=18446744073709551615\n  {nanoseconds}\n  nothing else\n}}");
    assert_eq!(Duration::SHAPE.to_string(), shape);
}
