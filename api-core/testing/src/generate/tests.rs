//! What is made up is what serde reads and what the constraints allow.

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
    #[model(min = 3, max = 5.5)]
    bounded: i32,
    #[model(min = 0, max = 0.25)]
    share: f32,
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

fn assert_readable<T: Model + DeserializeOwned + Serialize>(seeds: u64) {
    for seed in 0..seeds {
        let made_up = value(T::SHAPE, &mut SmallRandom::new(seed)).expect("a value");
        let read: T = serde_json::from_str(&made_up.to_string()).unwrap_or_else(|error| panic!("{error}: {made_up}"));
        let violations = ViolationList::of(&read);
        assert!(violations.is_empty(), "{violations}\n{made_up}");
    }
}

#[test]
fn values_are_read_and_keep_their_constraints() {
    assert_readable::<Everything>(500);
    assert_readable::<Tree>(200);
    assert_readable::<Name>(200);
}

#[test]
fn formats_of_other_crates_are_read() {
    assert_readable::<(uuid::Uuid, jiff::Timestamp, jiff::civil::Date, jiff::civil::DateTime)>(100);
    assert_readable::<(jiff::Zoned, jiff::civil::Time, jiff::SignedDuration)>(100);
}

#[test]
fn the_same_seed_makes_the_same_value() {
    let make = |seed| value(Everything::SHAPE, &mut SmallRandom::new(seed)).expect("a value");
    assert_eq!(make(3), make(3));
    assert_ne!(make(3), make(4));
}

#[derive(Model)]
struct Lookahead(#[model(pattern = "^[^a]$")] String);

#[derive(Model)]
struct Endless {
    inner: Box<Endless>,
}

#[test]
fn what_cannot_be_made_up_is_refused_and_named() {
    let refused = |shape| value(shape, &mut SmallRandom::new(1)).expect_err("no value");
    assert_eq!(refused(Lookahead::SHAPE), Refusal::Pattern("^[^a]$".into()));
    assert!(refused(Endless::SHAPE).to_string().contains("holds itself without end"));
}

#[test]
fn integers_reach_their_extremes() {
    let mut random = SmallRandom::new(0);
    let made: BTreeSet<i64> =
        (0..100).filter_map(|_| value(i64::SHAPE, &mut random).expect("a value").as_i64()).collect();
    assert!(made.contains(&i64::MIN) && made.contains(&i64::MAX) && made.contains(&0));
}
