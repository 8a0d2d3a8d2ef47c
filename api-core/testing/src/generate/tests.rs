//! Generated values can be decoded by serde and satisfy the constraints of their type.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Refusal, SmallRandom, value};
use api_core::model::{Model, ViolationList};

#[derive(Model, Serialize, Deserialize)]
struct Everything {
    flag: bool,
    small: i8,
    large: u64,
    #[model(min = 3, max = 5)]
    bounded: i32,
    #[model(min = 0, max = 0.25)]
    share: f32,
    #[model(min = 1, multiple_of = 12)]
    sixties: Sixty,
    #[model(min = -40, max = -31, multiple_of = 8)]
    below: i64,
    #[model(multiple_of = 0.01)]
    price: f32,
    #[model(min = 1000.5, max = 1000.75, multiple_of = 0.25)]
    far: f64,
    name: Option<Name>,
    #[model(min_length = 2, max_length = 3)]
    list: Vec<Kind>,
    set: BTreeSet<u8>,
    map: BTreeMap<u16, char>,
    pair: (u8, String),
    #[serde(flatten)]
    page: Page,
    any: serde_json::Value,
    tree: Tree,
    #[serde(skip_deserializing)]
    never: u8,
    address: std::net::Ipv6Addr,
}

#[derive(Model, Serialize, Deserialize)]
#[model(multiple_of = 10)]
struct Sixty(u16);

#[derive(Model, Serialize, Deserialize)]
#[model(pattern = "^[a-z][a-z0-9_-]{0,7}(:(x|yz)+)?$", max_length = 10)]
struct Name(String);

#[derive(Model, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Kind {
    Unit,
    One(#[model(min_length = 1)] String),
    Two(u8, i64),
    Fields { shout: bool },
}

#[derive(Model, Serialize, Deserialize)]
struct Page {
    limit: u8,
    #[serde(default)]
    tagged: Option<Tagged>,
}

#[derive(Model, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Tagged {
    Page { after: u8 },
    Nothing,
}

#[derive(Model, Serialize, Deserialize)]
struct Tree {
    label: u8,
    next: Option<Box<Tree>>,
    children: Vec<Tree>,
}

fn assert_valid<T: Model + DeserializeOwned + Serialize>(seeds: u64) {
    for seed in 0..seeds {
        let generated = value(T::SHAPE, &mut SmallRandom::new(seed)).expect("a value");
        let read: T =
            serde_json::from_str(&generated.to_string()).unwrap_or_else(|error| panic!("{error}: {generated}"));
        let violations = ViolationList::of(&read);
        assert!(violations.is_empty(), "{violations}\n{generated}");
    }
}

#[test]
fn generated_values_are_decoded_and_satisfy_their_constraints() {
    assert_valid::<Everything>(500);
    assert_valid::<Tree>(200);
    assert_valid::<Name>(200);
}

#[test]
fn values_of_the_formats_of_jiff_and_uuid_are_decoded() {
    assert_valid::<(uuid::Uuid, jiff::Timestamp, jiff::civil::Date, jiff::civil::DateTime)>(100);
    assert_valid::<(jiff::Zoned, jiff::civil::Time, jiff::SignedDuration)>(100);
}

#[test]
fn the_same_seed_yields_the_same_value() {
    let make = |seed| value(Everything::SHAPE, &mut SmallRandom::new(seed)).expect("a value");
    assert_eq!(make(3), make(3));
    assert_ne!(make(3), make(4));
}

#[derive(Model)]
struct Negated(#[model(pattern = "^[^a]$")] String);

#[derive(Model)]
struct Endless {
    inner: Box<Endless>,
}

#[test]
fn an_unsupported_pattern_and_an_infinite_type_are_refused() {
    let refused = |shape| value(shape, &mut SmallRandom::new(1)).expect_err("no value");
    assert_eq!(refused(Negated::SHAPE), Refusal::Pattern("^[^a]$".into()));
    assert!(refused(Endless::SHAPE).to_string().contains("has no finite value"));
}

#[test]
fn integers_include_the_ends_of_their_range() {
    let mut random = SmallRandom::new(0);
    let made: BTreeSet<i64> =
        (0..100).filter_map(|_| value(i64::SHAPE, &mut random).expect("a value").as_i64()).collect();
    assert!(made.contains(&i64::MIN) && made.contains(&i64::MAX) && made.contains(&0));
}

#[test]
fn a_multiple_that_is_too_large_for_the_generator_is_refused() {
    #[derive(Model)]
    struct Far(#[model(min = 1e300, multiple_of = 5)] f64);
    #[derive(Model)]
    struct Between(#[model(min = 1e300, max = 1.5e300, multiple_of = 5)] f64);
    #[derive(Model)]
    struct Low(#[model(min = -1.5e300, max = -1e300, multiple_of = 5)] f64);

    for seed in 0..50 {
        for shape in [Far::SHAPE, Between::SHAPE, Low::SHAPE] {
            let refused = value(shape, &mut SmallRandom::new(seed));
            assert!(
                matches!(&refused, Err(Refusal::Nothing(what)) if what.starts_with("a multiple of 5")),
                "{refused:?}"
            );
        }
    }
}
