//! Everything is written as `serde_json` writes it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::Writer;

fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, String> {
    let mut writer = Writer::into(Vec::new());
    value.serialize(&mut writer).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(writer.finish().0).unwrap())
}

#[track_caller]
fn assert_same<T: Serialize + ?Sized>(value: &T) {
    assert_eq!(written(value), serde_json::to_string(value).map_err(|error| error.to_string()));
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Newtype(u8);

#[derive(Serialize)]
struct Pair(i8, &'static str);

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
struct Flattened {
    before: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<u8>,
}

#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Unit,
    Newtype(u8),
    Tuple(u8, bool),
    Struct { left: u8, right: () },
}

#[derive(Serialize)]
#[serde(tag = "is", content = "of")]
enum Tagged {
    Nothing,
    Something(Vec<u8>),
}

#[test]
fn each_kind_of_the_data_model_is_written_as_serde_json_does() {
    assert_same(&(true, false, 'x', '"', "text", (), Unit, Newtype(7), Pair(-1, "\u{1}"), Empty {}));
    assert_same(&(u64::MAX, i64::MIN, u128::MAX, i128::MIN, i8::MIN, u16::MAX));
    assert_same(&(0.1_f32, 1e300_f64, -0.0_f64, f64::MAX, 1.0_f32));
    assert_same(&(Some(1), None::<u8>, [1, 2, 3], [(); 0], vec![Some("a"), None]));
    assert_same(&[Kind::Unit, Kind::Newtype(1), Kind::Tuple(2, true), Kind::Struct { left: 3, right: () }]);
    assert_same(&(Tagged::Nothing, Tagged::Something(vec![1])));
    let rest = BTreeMap::from([("a".to_owned(), Value::Null), ("b".to_owned(), Value::from(vec![1.5, 2.0]))]);
    assert_same(&Flattened { before: 1, rest, left_out: None });
    assert_same(&Flattened { before: 1, rest: BTreeMap::new(), left_out: Some(2) });
    assert_same(&serde_json::json!({"a": [1, "b", {"c": null}], "d\"": 1.25}));
    assert_same(&format_args!("{}\n{}", "a\"b", 'ü'));
    assert_same(&"192.0.2.7".parse::<std::net::IpAddr>().unwrap());
}

#[test]
fn json_that_is_there_already_is_written_as_it_is() {
    let raw = RawValue::from_string(r#"{ "a" : 1 }"#.to_owned()).unwrap();
    assert_same(&BTreeMap::from([("raw", raw)]));
    assert_same(&Number::from_f64(0.5));
}

#[test]
fn keys_are_texts() {
    assert_same(&BTreeMap::from([(1_u8, 1), (2, 2)]));
    assert_same(&BTreeMap::from([(-1_i64, 0)]));
    assert_same(&BTreeMap::from([(u128::MAX, 0)]));
    assert_same(&BTreeMap::from([(true, 0)]));
    assert_same(&BTreeMap::from([('"', 0)]));
    assert_same(&BTreeMap::from([(Kind::Unit, 0)]));
    assert_same(&BTreeMap::from([(Some("a"), 0)]));
}

#[test]
fn what_is_no_key_is_the_same_error() {
    assert_same(&BTreeMap::from([(None::<u8>, 0)]));
    assert_same(&BTreeMap::from([((), 0)]));
    assert_same(&BTreeMap::from([([1], 0)]));
    assert_same(&BTreeMap::from([(Kind::Newtype(1), 0)]));
    assert_same(&BTreeMap::from([(Kind::Tuple(1, true), 0)]));
    assert_same(&BTreeMap::from([(Kind::Struct { left: 1, right: () }, 0)]));
}

#[test]
fn a_number_that_is_not_finite_is_null_and_is_reported() {
    for number in [f64::NAN, f64::INFINITY] {
        let mut writer = Writer::into(Vec::new());
        [Some(number), None].serialize(&mut writer).unwrap();
        assert_eq!(writer.finish(), (b"[null,null]".to_vec(), true));
    }
    let mut writer = Writer::into(Vec::new());
    [Some(1.0_f32), None].serialize(&mut writer).unwrap();
    assert!(!writer.finish().1);
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn each_text_is_written_as_serde_json_does(text: String, ascii in "[\\x00-\\x7F]{0,40}") {
        prop_assert_eq!(written(&text).unwrap(), serde_json::to_string(&text).unwrap());
        prop_assert_eq!(written(&ascii).unwrap(), serde_json::to_string(&ascii).unwrap());
    }

    #[test]
    fn each_value_is_written_as_serde_json_does(value in json()) {
        prop_assert_eq!(written(&value).unwrap(), serde_json::to_string(&value).unwrap());
    }
}
