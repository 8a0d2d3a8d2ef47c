//! The shape of a type follows its serde attributes, each of which occurs once. It is compared with what serde writes.
#![allow(dead_code, reason = "the types are described, not used")]

use std::collections::BTreeMap;

use api_core::model::{Model, Shape};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Asserts that the keys that serde writes for the value are the fields of the shape.
fn assert_same_keys<T: Model + Serialize>(value: &T) {
    let written = serde_json::to_value(value).expect("the value is written");
    let mut written: Vec<&str> = written.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut described = Vec::new();
    collect_keys(T::SHAPE, &mut described);
    written.sort_unstable();
    described.sort_unstable();
    assert_eq!(written, described);
}

fn collect_keys(shape: &'static Shape, keys: &mut Vec<&'static str>) {
    let Shape::Struct(one) = shape else { panic!("not a struct: {shape}") };
    for field in one.fields {
        if field.flattened {
            collect_keys(field.shape, keys);
        } else if field.writing != api_core::model::Writing::Never {
            keys.push(field.name);
        }
    }
}

/// A person
/// in two lines.
#[derive(Default, Model, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename = "Person")]
struct User {
    /// The first.
    first_name: String,
    #[serde(rename = "AGE", alias = "years")]
    age: Option<u8>,
    #[serde(default)]
    own_tags: Vec<String>,
    #[serde(skip)]
    secret: Unmodelled,
    #[serde(skip_serializing, default)]
    password_hash: String,
    #[serde(skip_deserializing)]
    created_at: u64,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    nick: String,
    r#type: bool,
}

#[derive(Default)]
struct Unmodelled;

#[test]
fn renames_defaults_and_skips_of_a_struct_are_described() {
    assert_eq!(
        User::SHAPE.to_string(),
        "Person {
  firstName: text
  AGE|years?: option of integer 0..=255
  ownTags?: list of text
  passwordHash?: text, never written
  createdAt?: integer 0..=18446744073709551615, never read
  nick?: text, sometimes written
  type: boolean
}"
    );
    assert_same_keys(&User { nick: "x".into(), ..User::default() });
    let Shape::Struct(user) = User::SHAPE else { panic!() };
    assert_eq!(user.declaration.docs, "A person\nin two lines.");
    assert_eq!(user.fields[0].docs, "The first.");
    assert_eq!(User::NAME, Some("Person"));
}

#[derive(Default, Model, Serialize, Deserialize)]
struct Page {
    limit: u32,
    #[serde(flatten)]
    cursor: Cursor,
}

#[derive(Default, Model, Serialize, Deserialize)]
#[serde(default)]
struct Cursor {
    after: String,
    before: String,
}

#[test]
fn flattened_fields_and_container_defaults_are_described() {
    assert_eq!(
        Page::SHAPE.to_string(),
        "Page {\n  limit: integer 0..=4294967295\n  ..cursor: Cursor {\n    after?: text\n    before?: text\n  }\n}"
    );
    assert_same_keys(&Page::default());
}

#[derive(Model, Serialize, Deserialize)]
struct UserId(String);

#[derive(Model, Serialize, Deserialize)]
#[serde(transparent)]
struct Wrapped {
    inner: Option<UserId>,
}

#[derive(Model, Serialize, Deserialize)]
struct Point(f64, f64);

#[derive(Model, Serialize, Deserialize)]
struct Nothing;

#[test]
fn newtypes_tuples_and_units_are_described() {
    assert_eq!(Wrapped::SHAPE.to_string(), "Wrapped(option of UserId(text))");
    assert!(Wrapped::SHAPE.accepts_absence());
    assert_eq!(Point::SHAPE.to_string(), "Point(number, number)");
    assert_eq!(serde_json::to_value(Point(1.0, 2.0)).expect("written"), json!([1.0, 2.0]));
    assert_eq!(Nothing::SHAPE.to_string(), "Nothing(null)");
    assert_eq!(serde_json::to_value(Nothing).expect("written"), json!(null));
}

#[derive(Model, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "SCREAMING_SNAKE_CASE")]
enum Event {
    RoomOpened,
    #[serde(alias = "said")]
    UserSaid {
        the_text: String,
    },
    UserLeft(UserId),
    Moved(u8, u8),
    #[serde(skip)]
    Hidden,
    #[serde(rename_all = "PascalCase", skip_deserializing)]
    Typing {
        user_name: String,
    },
}

#[test]
fn external_tags_and_letter_cases_are_described() {
    assert_eq!(
        Event::SHAPE.to_string(),
        "enum Event {
  room-opened
  user-said|said {
    THE_TEXT: text
  }
  user-left(UserId(text))
  moved(integer 0..=255, integer 0..=255)
  typing {
    UserName: text
  }, never read
}"
    );
    let written = [
        serde_json::to_value(Event::RoomOpened),
        serde_json::to_value(Event::UserSaid { the_text: "x".into() }),
        serde_json::to_value(Event::UserLeft(UserId("x".into()))),
        serde_json::to_value(Event::Moved(1, 2)),
        serde_json::to_value(Event::Typing { user_name: "x".into() }),
    ];
    let written: Vec<_> = written.into_iter().map(|value| value.expect("written")).collect();
    assert_eq!(
        json!(written),
        json!(["room-opened", {"user-said": {"THE_TEXT": "x"}}, {"user-left": "x"}, {"moved": [1, 2]}, {"typing": {"UserName": "x"}}])
    );
}

#[derive(Model, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Internal {
    A {
        x: u8,
    },
    B(Cursor),
    #[serde(other)]
    Unknown,
}

#[derive(Model, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
enum Adjacent {
    A(u8),
}

#[derive(Model, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u8),
    Text(String),
}

#[test]
fn internal_adjacent_and_untagged_enums_are_described() {
    assert_eq!(
        Internal::SHAPE.to_string(),
        "enum Internal by kind {\n  A {\n    x: integer 0..=255\n  }\n  B(Cursor {\n    after?: text\n    before?: text\n  })\n  Unknown, or any other\n}"
    );
    assert_eq!(Adjacent::SHAPE.to_string(), "enum Adjacent by kind with data {\n  A(integer 0..=255)\n}");
    assert_eq!(Untagged::SHAPE.to_string(), "enum Untagged untagged {\n  Number(integer 0..=255)\n  Text(text)\n}");
    assert!(!Untagged::SHAPE.is_scalar());
}

#[derive(Model, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Oldest,
    Newest,
}

#[test]
fn a_unit_enum_is_a_scalar_and_parses_only_its_names() {
    assert!(Order::SHAPE.is_scalar());
    assert!(Order::SHAPE.could_parse("newest"));
    assert!(!Order::SHAPE.could_parse("Newest"));
}

mod hex {
    pub(super) fn serialize<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{bytes:x?}"))
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        <String as serde::Deserialize>::deserialize(deserializer).map(String::into_bytes)
    }
}

#[derive(Model, Serialize, Deserialize)]
struct Key {
    #[serde(with = "hex")]
    #[model(as = String)]
    bytes: Vec<u8>,
    #[serde(deserialize_with = "Option::deserialize")]
    #[model(as = Option<u8>)]
    required: Option<u8>,
}

#[derive(Clone, Model, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[model(as = String)]
struct Email {
    user: String,
    host: String,
}

impl TryFrom<String> for Email {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (user, host) = text.split_once('@').ok_or("no @")?;
        Ok(Self { user: user.into(), host: host.into() })
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        format!("{}@{}", email.user, email.host)
    }
}

#[test]
fn converted_types_have_the_shape_of_the_other_type() {
    assert_eq!(Key::SHAPE.to_string(), "Key {\n  bytes: text\n  required: option of integer 0..=255\n}");
    assert!(serde_json::from_str::<Key>(r#"{"bytes": ""}"#).is_err(), "serde requires the key");
    assert_eq!(Email::SHAPE.to_string(), "Email(text)");
    assert!(Email::SHAPE.is_scalar());
}

#[derive(Default)]
struct Numbers<const N: usize>;

#[derive(Model, Serialize, Deserialize)]
struct Listing<'a, T, const N: usize> {
    items: Vec<T>,
    by_name: BTreeMap<String, T>,
    #[serde(borrow)]
    title: std::borrow::Cow<'a, str>,
    #[serde(skip)]
    numbers: Numbers<N>,
    #[model(min_length = 1)]
    notes: Vec<T>,
}

#[test]
fn generic_types_are_described_with_their_arguments() {
    assert_eq!(
        Listing::<'static, UserId, 2>::SHAPE.to_string(),
        "Listing<UserId> {
  items: list of UserId(text)
  by_name: map of text to UserId(text)
  title: text
  notes: list of UserId(text) (length 1..)
}"
    );
}

#[cfg(feature = "bytes")]
#[test]
fn bytes_have_the_shape_that_serde_writes() {
    use api_core::Model;

    let written = serde_json::to_value(bytes::Bytes::from_static(&[0, 255])).unwrap();
    assert_eq!(written, serde_json::json!([0, 255]));
    assert_eq!(bytes::Bytes::SHAPE.to_string(), "list of integer 0..=255");
}
