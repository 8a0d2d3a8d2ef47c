//! Decoding an encoded query returns the same value, and all errors are reported together.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Query, decode, encode, keep_reserved};
use crate::model::Model;

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Order {
    Oldest,
    Newest,
}

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
struct RoomId(String);

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
struct Page {
    #[model(min = 1)]
    limit: u32,
    #[serde(alias = "sort")]
    order: Option<Order>,
    rooms: Vec<RoomId>,
    #[serde(flatten)]
    window: Window,
    verbose: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
struct Window {
    from: i64,
    share: f64,
    after: Option<RoomId>,
    numbers: Vec<u8>,
    orders: Option<Vec<Order>>,
    strict: bool,
    #[serde(default)]
    depth: u8,
    letter: char,
}

#[derive(Debug, PartialEq, Model, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    limit: u8,
}

const COMPLETE: &str = "limit=1&from=-3&share=0.5&strict=true&letter=x";

fn read<T: Model + DeserializeOwned>(query: &str) -> Result<T, Vec<String>> {
    decode("value", Query::new(query)).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn assert_identity<T: Model + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let mut query = String::new();
    encode("value", value, &mut query).expect("a query holds the value");
    assert_eq!(read::<T>(&query).as_ref(), Ok(value), "{query}");
}

#[test]
fn fields_are_read_from_keys_also_those_of_flattened_structs() {
    let page: Page =
        read(&format!("{COMPLETE}&rooms=a&rooms=b%26+c&sort=newest&numbers=1&numbers=2&verbose")).expect("ok");
    assert_eq!(page.rooms, [RoomId("a".into()), RoomId("b& c".into())]);
    assert_eq!(page.order, Some(Order::Newest));
    assert_eq!(page.window.numbers, [1, 2]);
    assert_eq!(page.verbose, Some(true));
    assert_eq!((page.window.from, page.window.depth, page.window.letter), (-3, 0, 'x'));
}

#[test]
fn all_errors_are_reported_together() {
    let problems =
        read::<Page>("limit=x&order=up&from=1&from=2&share=much&verbose=maybe&letter=xy").expect_err("wrong");
    assert_eq!(
        problems,
        [
            "`limit` is `x`, expected integer 0..=4294967295",
            "`order` is `up`, expected `oldest` or `newest`",
            "`from` is given 2 times, expected one value",
            "`share` is `much`, expected number",
            "`strict` is missing, expected boolean",
            "`letter` is `xy`, expected text (char)",
            "`verbose` is `maybe`, expected boolean",
        ]
    );
}

#[test]
fn violated_constraints_are_reported() {
    assert_eq!(
        read::<Page>(&COMPLETE.replace("limit=1", "limit=0")).expect_err("too small"),
        ["`limit` is 0, expected at least 1"]
    );
}

#[test]
fn unknown_keys_are_errors_only_with_deny_unknown_fields() {
    assert!(read::<Page>(&format!("{COMPLETE}&utm=1")).is_ok());
    assert_eq!(read::<Strict>("limit=1&utm=1").expect_err("unknown"), ["`utm` is not a known key"]);
}

#[test]
fn scalars_options_and_lists_have_one_key() {
    assert_eq!(read::<u8>("value=7"), Ok(7));
    assert_eq!(read::<u8>("%76alue=7"), Ok(7));
    assert_eq!(read::<bool>("value"), Ok(true));
    assert_eq!(read::<Option<u8>>(""), Ok(None));
    assert_eq!(read::<Option<String>>("value="), Ok(Some(String::new())));
    assert_eq!(read::<Vec<u8>>("other=1"), Ok(Vec::new()));
    assert_eq!(read::<u8>("").expect_err("missing"), ["`value` is missing, expected integer 0..=255"]);
}

fn room() -> impl Strategy<Value = RoomId> {
    any::<String>().prop_map(RoomId)
}

fn order() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::Oldest), Just(Order::Newest)]
}

prop_compose! {
    fn window()(
        from: i64, share in -1e300..1e300, after in prop::option::of(room()), numbers: Vec<u8>,
        orders in prop::option::of(prop::collection::vec(order(), 1..4)), strict: bool, depth: u8, letter: char,
    ) -> Window {
        Window { from, share, after, numbers, orders, strict, depth, letter }
    }
}

prop_compose! {
    fn page()(
        limit in 1u32.., order in prop::option::of(order()), rooms in prop::collection::vec(room(), 0..4),
        window in window(), verbose: Option<bool>,
    ) -> Page {
        Page { limit, order, rooms, window, verbose }
    }
}

proptest! {
    #[test]
    fn decoding_an_encoded_struct_returns_it(page in page()) {
        assert_identity(&page);
    }

    #[test]
    fn decoding_an_encoded_value_returns_it(a: i16, b: String, c: Option<u64>, d: Vec<String>, e: Option<String>) {
        assert_identity(&a);
        assert_identity(&b);
        assert_identity(&c);
        assert_identity(&d);
        assert_identity(&e);
    }

    #[test]
    fn reserved_characters_as_they_are_are_read_as_the_same(first: String, b: String, d: Vec<String>) {
        let mut query = String::new();
        encode("first", &first, &mut query).unwrap();
        let (before, from) = (query.clone(), query.len());
        encode("b", &b, &mut query).unwrap();
        encode("d", &d, &mut query).unwrap();
        keep_reserved(&mut query, from);
        prop_assert!(query.starts_with(&before));
        prop_assert!(http::uri::PathAndQuery::try_from(format!("/?{query}")).is_ok(), "{query}");
        let parsed = Query::new(&query);
        prop_assert_eq!(decode::<String>("b", parsed).unwrap(), b);
        prop_assert_eq!(decode::<Vec<String>>("d", parsed).unwrap(), d);
    }

    #[test]
    fn garbage_never_panics(query: String) {
        let _ = read::<Page>(&query);
        let _ = read::<Vec<Order>>(&query);
    }
}

#[test]
fn only_characters_that_divide_nothing_are_kept() {
    let mut query = String::from("a=%2F");
    let from = query.len();
    encode("x", &"/?:@!$'(),;*&=+#[]% \u{e9}", &mut query).unwrap();
    keep_reserved(&mut query, from);
    assert_eq!(query, "a=%2F&x=/?:@!$'(),;*%26%3D%2B%23%5B%5D%25%20%C3%A9");
}
