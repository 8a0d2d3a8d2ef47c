//! Verdicts against serde itself: what one type writes, read as each other type, of real derives.

use std::collections::BTreeMap;

use api_contract::{Comparison, lock_of};
use api_core::contract::{Change, Changes, Contract, Party, compare};
use api_core::description::{BodyDescription, BodyEncoding, Description, Endpoint, Output, Path, Verb};
use api_core::model::{Model, Shape, ViolationList};
use api_testing::generate::{SmallRandom, value};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How many values of each type are written.
const VALUES: usize = 60;

/// A type: what it writes, and whether it reads a text.
struct Judged {
    name: &'static str,
    shape: &'static Shape,
    written: Vec<String>,
    reads: fn(&str) -> bool,
}

impl Judged {
    fn of<T: Model + Serialize + DeserializeOwned>(name: &'static str) -> Self {
        let mut random = SmallRandom::new(11);
        let mut written: Vec<String> = (0..VALUES)
            .map(|_| {
                let value = value(T::SHAPE, &mut random).unwrap();
                let typed: T = serde_json::from_value(value.clone())
                    .unwrap_or_else(|error| panic!("{name} does not read {value}: {error}"));
                serde_json::to_string(&typed).unwrap()
            })
            .collect();
        written.sort();
        written.dedup();
        let reads = |text: &str| {
            serde_json::from_str::<T>(text).is_ok_and(|value| ViolationList::of(&value).violations.is_empty())
        };
        Self { name, shape: T::SHAPE, written, reads }
    }
}

fn contract(shape: &'static Shape, in_request: bool) -> Contract {
    let endpoint = Endpoint::new("send", Verb::Post, Path::ROOT);
    let endpoint = if in_request {
        endpoint.body(BodyDescription::new(BodyEncoding::Json, shape))
    } else {
        endpoint.outputs(vec![Output::new(200, "application/json", Some(shape))].leak())
    };
    let endpoints: &[&Endpoint] = vec![&*Box::leak(Box::new(endpoint))].leak();
    let description = Description { name: "A", docs: "", base: Path::ROOT, security: None, endpoints, errors: &[] };
    Contract::of(Box::leak(Box::new(description)))
}

/// Returns the rules by which a writer's values are refused.
fn verdict(writer: &Judged, reader: &Judged, in_request: bool) -> Vec<String> {
    let (writer, reader) = (contract(writer.shape, in_request), contract(reader.shape, in_request));
    let (old, new) = if in_request { (writer, reader) } else { (reader, writer) };
    let mut list: [Option<Change>; 8] = [None; 8];
    let mut changes = Changes::errors_only(&mut list);
    compare(old, new, Party::Provider, &mut changes);
    changes.as_slice().iter().flatten().map(|change| change.rule.name().to_owned()).collect()
}

macro_rules! judged {
    ($($type:ty),* $(,)?) => { vec![$(Judged::of::<$type>(stringify!($type))),*] };
}

pub(crate) mod types {
    use std::collections::{BTreeMap, BTreeSet};

    use api_core::Model;
    use api_core::model::Patch;
    use serde::{Deserialize, Serialize};

    /// Declares types with the derives of a model.
    macro_rules! models {
        ($($(#[$attribute:meta])* $kind:ident $name:ident $body:tt)*) => {
            $(#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
            $(#[$attribute])*
            pub(crate) $kind $name $body)*
        };
    }

    #[expect(clippy::ref_option, reason = "serde passes the field")]
    fn is_long(text: &Option<String>) -> bool {
        text.as_ref().is_some_and(|text| text.len() > 2)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field")]
    fn is_zero(number: &u8) -> bool {
        *number == 0
    }

    // One field.
    models! {
        struct Number { x: u8 }
        struct Wide { x: u16 }
        struct Signed { x: i16 }
        struct Float { x: f64 }
        struct Word { x: String }
        struct Letter { x: char }
        struct Anything { x: serde_json::Value }
        struct Flag { x: bool }
        struct Maybe { x: Option<u8> }
        struct MaybeDefaulted { #[serde(default, skip_serializing_if = "Option::is_none")] x: Option<u8> }
        struct Defaulted { #[serde(default)] x: u8 }
        struct LeftOut { #[serde(default, skip_serializing_if = "is_zero")] x: u8 }
        struct LongLeftOut { #[serde(default, skip_serializing_if = "is_long")] x: Option<String> }
        struct MaybeWord { #[serde(default, skip_serializing_if = "Option::is_none")] x: Option<String> }
        struct WordDefaulted { #[serde(default)] x: String }
        struct Unread { #[serde(skip_deserializing)] x: u8 }
        struct Unwritten { #[serde(skip_serializing, default)] x: u8 }
        struct Partial { #[serde(default, skip_serializing_if = "Patch::is_absent")] x: Patch<u8> }
        struct Small { #[model(max = 9)] x: u8 }
        struct Even { #[model(multiple_of = 2)] x: u8 }
        struct Fourth { #[model(multiple_of = 4)] x: u8 }
        struct Tenths { #[model(multiple_of = 0.1)] x: f64 }
        struct FloatAboveZero { #[model(min = 0)] x: f64 }
        struct ShortWord { #[model(max_length = 3)] x: String }
    }
    // Names of keys.
    models! {
        struct Both { x: u8, y: u8 }
        struct Other { y: u8 }
        struct Aliased { #[serde(alias = "y")] x: u8 }
        struct AliasedDefaulted { #[serde(alias = "y", default)] x: u8 }
        #[serde(deny_unknown_fields)]
        struct Closed { x: u8 }
        #[serde(deny_unknown_fields)]
        struct ClosedBoth { x: u8, #[serde(default)] y: u8 }
        struct Empty {}
    }
    // Flattened.
    models! {
        struct Flattened { #[serde(flatten)] inner: Number }
        struct FlattenedMaybe { #[serde(flatten)] inner: Option<Both> }
        struct FlattenedOther { #[serde(flatten)] inner: Number, y: u8 }
        struct Rest { x: u8, #[serde(flatten)] rest: BTreeMap<String, u8> }
        struct RestAny { #[serde(flatten)] rest: BTreeMap<String, serde_json::Value> }
        struct FlattenedKind { id: u8, #[serde(flatten)] kind: Kind }
        struct FlattenedKindOtherwise { id: u8, #[serde(flatten)] sort: Kind }
        struct FlattenedKindMore { id: u8, #[serde(flatten)] kind: KindMore }
    }
    // Lists, maps, tuples.
    models! {
        struct Numbers { x: Vec<u8> }
        struct Pair { x: [u8; 2] }
        struct Tuple { x: (u8, u8) }
        struct MixedTuple { x: (u8, String) }
        struct AtMostTwo { #[model(max_length = 2)] x: Vec<u8> }
        struct ExactlyTwo { #[model(min_length = 2, max_length = 2)] x: Vec<u8> }
        struct Distinct { x: BTreeSet<u8> }
        struct Words { x: Vec<String> }
        struct ByWord { x: BTreeMap<String, u8> }
        struct ByNumber { x: BTreeMap<u8, u8> }
        struct ByWideNumber { x: BTreeMap<u16, u8> }
        struct ByColour { x: BTreeMap<Colour, u8> }
        struct Nested { x: Number }
        struct NestedMaybe { x: Option<Number> }
        struct NestedClosed { x: Closed }
        struct Wrapped { x: Id }
        struct WrappedMaybe { x: MaybeId }
        struct WrappedTransparent { x: TransparentMaybeId }
    }
    // Enums.
    models! {
        #[derive(Eq, PartialOrd, Ord)]
        #[serde(rename_all = "snake_case")]
        enum Colour { Red, Green }
        #[serde(rename_all = "snake_case")]
        enum Colours { Red, Green, Blue }
        #[serde(rename_all = "snake_case")]
        enum OpenColour { Red, Green, #[serde(other)] Unknown }
        #[serde(rename_all = "snake_case")]
        enum ColourContent { Red, Green(u8) }
        #[serde(rename_all = "snake_case")]
        enum ColourObject { Red, Green { x: u8 } }
        #[serde(rename_all = "snake_case")]
        enum ColourNewtype { Red, Green(Number) }
        #[serde(rename_all = "snake_case")]
        enum ColourAlias { #[serde(alias = "red")] Rose, Green }
        #[serde(tag = "type", rename_all = "snake_case")]
        enum Kind { A { x: u8 }, B }
        #[serde(tag = "type", rename_all = "snake_case")]
        enum KindMore { A { x: u8 }, B, C { z: String } }
        #[serde(tag = "type", rename_all = "snake_case")]
        enum KindOpen { A { x: u8 }, #[serde(other)] Rest }
        #[serde(tag = "type", rename_all = "snake_case")]
        enum KindNewtype { A(Number), B }
        #[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
        enum KindClosed { A { x: u8 }, B }
        #[serde(tag = "type", content = "value", rename_all = "snake_case")]
        enum Adjacent { A { x: u8 }, B }
        #[serde(tag = "type", content = "value", rename_all = "snake_case")]
        enum AdjacentMore { A { x: u8 }, B, C(u8) }
        #[serde(untagged)]
        enum Either { Number(u8), Word(String) }
        #[serde(untagged)]
        enum EitherMore { Number(u8), Word(String), Nothing }
        #[serde(untagged)]
        enum EitherObject { Number(Number), Word(Word) }
        #[serde(untagged)]
        enum EitherStruct { Number { x: u8 }, Flag { flag: bool } }
        struct Choice { x: Either }
        struct ChoiceMore { x: EitherMore }
        struct InColour { x: Colour }
        struct InColours { x: Colours }
        struct InOpenColour { x: OpenColour }
    }
    // Recursion, generics.
    models! {
        struct Tree { x: u8, children: Vec<Tree> }
        struct WideTree { x: u16, children: Vec<WideTree> }
        struct TreeMaybe { x: u8, #[serde(default)] children: Vec<TreeMaybe> }
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    pub(crate) struct Page<T> {
        pub x: T,
        pub next: Option<String>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    pub(crate) struct Id(pub u8);
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    pub(crate) struct MaybeId(pub Option<u8>);
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
    #[serde(transparent)]
    pub(crate) struct TransparentMaybeId(pub Option<u8>);
}

fn types() -> Vec<Judged> {
    use types::*;
    judged![
        Number, Wide, Signed, Float, Word, Letter, Anything, Flag, Maybe, MaybeDefaulted, Defaulted, LeftOut,
        LongLeftOut, MaybeWord, WordDefaulted, Unread, Unwritten, Partial, Small, Even, Fourth, Tenths, FloatAboveZero, ShortWord, Both,
        Other, Aliased, AliasedDefaulted, Closed, ClosedBoth, Empty, Flattened, FlattenedMaybe, FlattenedOther, Rest,
        RestAny, FlattenedKind, FlattenedKindOtherwise, FlattenedKindMore, Numbers, Pair, Tuple, MixedTuple, AtMostTwo,
        ExactlyTwo, Distinct, Words, ByWord, ByNumber, ByWideNumber, ByColour, Nested, NestedMaybe, NestedClosed,
        Wrapped, WrappedMaybe, WrappedTransparent, Colour, Colours, OpenColour, ColourContent, ColourObject,
        ColourNewtype, ColourAlias, Kind, KindMore, KindOpen, KindNewtype, KindClosed, Adjacent, AdjacentMore, Either,
        EitherMore, EitherObject, EitherStruct, Choice, ChoiceMore, InColour, InColours, InOpenColour, Tree, WideTree,
        TreeMaybe, Page<u8>, Page<u16>, Page<Number>, Page<Page<u8>>, Page<Option<u8>>,
        u8, u16, i8, f64, bool, String, char, Option<u8>, Option<Number>, Vec<u8>, Vec<Number>, [u8; 2], (u8, u8),
        BTreeMap<String, u8>, BTreeMap<String, serde_json::Value>, serde_json::Value,
    ]
}

#[test]
fn serde_agrees_with_the_verdict_on_each_pair_of_types() {
    let types = types();
    let (mut agreed, mut refused, mut strict) = (0, 0, BTreeMap::<String, Vec<String>>::new());
    let mut unsound = Vec::new();
    for writer in &types {
        for reader in &types {
            let failing = writer.written.iter().find(|text| !(reader.reads)(text));
            for in_request in [true, false] {
                let rules = verdict(writer, reader, in_request);
                match (rules.is_empty(), failing) {
                    (true, None) => agreed += 1,
                    (false, Some(_)) => refused += 1,
                    (true, Some(text)) => unsound.push(format!("{} -> {}: {text}", writer.name, reader.name)),
                    (false, None) => {
                        strict.entry(rules.join(" ")).or_default().push(format!("{} -> {}", writer.name, reader.name));
                    }
                }
            }
        }
    }
    let strict_count: usize = strict.values().map(Vec::len).sum();
    println!("{agreed} compatible, {refused} refused, {strict_count} stricter than serde");
    assert!(unsound.is_empty(), "no rule says so: {unsound:#?}");
    // Serde reads an object as another type by ignoring all that matters: a struct in place of an enum, or a flattened
    // option whose keys have other types. A set reads a list by dropping what it has twice.
    assert!(strict_count * 40 <= refused, "{strict:#?}");
}

#[test]
fn a_lock_of_a_type_has_the_verdict_of_the_type() {
    let types = types();
    let locks: Vec<_> = types.iter().map(|one| lock_of(contract(one.shape, true).description)).collect();
    for (writer, old) in types.iter().zip(&locks) {
        for (reader, new) in types.iter().zip(&locks) {
            let by_lock = Comparison::of(old, new, Party::Provider).unwrap();
            let by_lock: Vec<_> = by_lock.breaking().map(|finding| finding.rule.to_owned()).take(8).collect();
            assert_eq!(verdict(writer, reader, true), by_lock, "{} -> {}", writer.name, reader.name);
        }
    }
}
