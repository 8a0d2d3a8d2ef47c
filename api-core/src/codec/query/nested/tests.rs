//! Values with values inside, as a table: what is written, what is read, and what is refused with which words.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::codec::query::{Query, decode_rest, decode_styled, encode_styled};
use crate::model::{Model, Style};

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
struct Filter {
    status: Vec<String>,
    size: Option<Size>,
    inner: Inner,
    #[serde(default)]
    #[model(comma)]
    ids: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
struct Inner {
    flag: Option<bool>,
    #[serde(default)]
    labels: BTreeMap<String, u8>,
}

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
#[serde(untagged)]
enum Size {
    Exactly(u32),
    Between { least: u32, most: Option<u32> },
    Words(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
struct Tree {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    children: Vec<Tree>,
}

#[derive(Clone, Debug, PartialEq, Model, Serialize, Deserialize)]
struct Rest {
    page: Option<u8>,
    #[serde(flatten)]
    rest: BTreeMap<String, u16>,
}

fn read<T: Model + DeserializeOwned>(style: Style, query: &str) -> Result<T, Vec<String>> {
    decode_styled("v", style, Query::new(query)).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

/// Checks what is written, and that it is read again.
fn written<T: Model + Serialize + DeserializeOwned + PartialEq + Debug>(style: Style, value: &T, expected: &str) {
    let mut query = String::new();
    encode_styled("v", style, value, &mut query).expect("a query holds the value");
    assert_eq!(query.replace("%5B", "[").replace("%5D", "]"), expected);
    assert_eq!(read::<T>(style, &query).as_ref(), Ok(value), "{query}");
}

fn refused<T: Model + Serialize>(style: Style, value: &T, expected: &str) {
    let mut query = String::from("before=1");
    let error = encode_styled("v", style, value, &mut query).expect_err("a query does not hold the value");
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(query, "before=1");
}

fn filter(size: Option<Size>) -> Filter {
    let labels = BTreeMap::from([("a".to_owned(), 1), ("b c".to_owned(), 2)]);
    Filter {
        status: vec!["open".into(), "a&b".into()],
        size,
        inner: Inner { flag: Some(true), labels },
        ids: vec![1, 2],
    }
}

#[test]
fn each_form_is_written_and_read() {
    let both = "status[]=open&v[status][]=a%26b";
    written(
        Style::Brackets,
        &filter(Some(Size::Exactly(7))),
        &format!("v[{both}&v[size]=7&v[inner][flag]=true&v[inner][labels][a]=1&v[inner][labels][b%20c]=2&v[ids][]=1&v[ids][]=2")
            .replacen("v[status[]", "v[status][]", 1),
    );
    written(
        Style::Repeated,
        &filter(Some(Size::Between { least: 1, most: None })),
        "status=open&status=a%26b&size[least]=1&inner[flag]=true&inner[labels][a]=1&inner[labels][b%20c]=2&ids=1%2C2",
    );
    let words = Size::Words(vec!["x".into(), "y".into()]);
    written(Style::Brackets, &Some(words), "v[]=x&v[]=y");
    let leaf = |name: &str| Tree { name: name.into(), children: Vec::new() };
    let tree = Tree { name: "a".into(), children: (0..11).map(|number| leaf(&number.to_string())).collect() };
    let mut query = String::new();
    encode_styled("v", Style::Repeated, &tree, &mut query).unwrap();
    // `[10]` comes after `[9]`.
    assert!(query.starts_with("name=a&children%5B0%5D%5Bname%5D=0&children%5B1%5D"), "{query}");
    assert_eq!(read::<Tree>(Style::Repeated, &query), Ok(tree));
}

#[test]
fn separated_lists_are_written_and_read() {
    written(Style::Comma, &vec![1, 2, 3], "v=1%2C2%2C3");
    written(Style::Pipe, &vec!["a".to_owned(), "b c".to_owned()], "v=a%7Cb%20c");
    written(Style::Space, &Some(vec![1_u8]), "v=1");
    written(Style::Comma, &Vec::<u8>::new(), "");
    assert_eq!(read::<Vec<u8>>(Style::Comma, "v=1,2"), Ok(vec![1, 2]));
    assert_eq!(read::<Vec<u8>>(Style::Space, "v=1+2"), Ok(vec![1, 2]));
    refused(Style::Comma, &vec!["a,b".to_owned()], "separated by ','");
    refused(Style::Comma, &vec![String::new()], "nor can they be empty");
}

#[test]
fn each_way_to_write_a_list_is_read() {
    for query in ["v=1&v=2", "v[]=1&v[]=2", "v[0]=1&v[1]=2", "v[1]=2&v[0]=1", "v%5B%5D=1&v%5b%5d=2"] {
        assert_eq!(read::<Vec<u8>>(Style::Brackets, query), Ok(vec![1, 2]), "{query}");
    }
}

#[test]
fn what_cannot_be_read_again_is_not_written() {
    refused(Style::Brackets, &BTreeMap::from([("a[b]", 1)]), "cannot stand in brackets");
    refused(Style::Repeated, &BTreeMap::from([("a[b]", 1)]), "has brackets");
    refused(Style::Brackets, &Some(Vec::<u8>::new()), "an empty value where none could be");
    refused(Style::Brackets, &vec![BTreeMap::<String, u8>::new()], "an empty item");
}

#[test]
fn all_problems_of_a_value_are_reported_with_their_keys() {
    let query = "status=open&size[least]=x&inner[flag]=2&inner[labels][a]=300&inner=7&ids=1,x&ids=2";
    assert_eq!(
        read::<Filter>(Style::Repeated, query).unwrap_err(),
        [
            "`size` fits none of the alternatives, expected integer 0..=4294967295 or keys in brackets: `least`, `most` or list of text",
            "`inner` is `7`, expected keys in brackets: `flag`, `labels`",
            "`inner[flag]` is `2`, expected boolean",
            "`inner[labels][a]` is `300`, expected integer 0..=255",
            "`ids` is `x`, expected integer 0..=255",
            "`ids` is given 2 times, expected one value",
        ]
    );
    assert_eq!(
        read::<Tree>(Style::Repeated, "children[0][nome]=a").unwrap_err(),
        ["`name` is missing, expected text", "`children[0][name]` is missing, expected text"]
    );
    assert_eq!(
        read::<Vec<u8>>(Style::Brackets, "v[x]=1").unwrap_err(),
        ["`v[x]` is no item of a list, expected `[]` or a number in brackets"]
    );
}

#[test]
fn a_map_takes_what_has_no_other_name() {
    let rest: BTreeMap<String, u8> = decode_rest("v", Query::new("a=1&page=x&b%5B=2"), |key| key == "page").unwrap();
    assert_eq!(rest, BTreeMap::from([("a".to_owned(), 1), ("b[".to_owned(), 2)]));
    let query = "page=1&a=2&b=3";
    let value = Rest { page: Some(1), rest: BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 3)]) };
    written(Style::Repeated, &value, query);
    assert_eq!(read::<Rest>(Style::Repeated, "a=x").unwrap_err(), ["`a` is `x`, expected integer 0..=65535"]);
}

#[test]
fn a_struct_may_be_missing_as_a_whole() {
    written(Style::Repeated, &None::<Rest>, "");
    assert_eq!(read::<Option<Tree>>(Style::Repeated, "other=1"), Ok(None));
    assert_eq!(
        read::<Option<Tree>>(Style::Repeated, "children[0][name]=x").unwrap_err(),
        ["`name` is missing, expected text"]
    );
}

#[test]
fn more_places_than_are_read_are_refused() {
    let brackets = (0..10_000).map(|number| format!("v[{number}][a]=1")).collect::<Vec<_>>().join("&");
    let problems = read::<BTreeMap<String, BTreeMap<String, u8>>>(Style::Brackets, &brackets).unwrap_err();
    assert_eq!(problems, ["`v` has too many keys, expected at most 8192 places in brackets"]);
    let keys = (0..10_000).map(|number| format!("k{number}=1")).collect::<Vec<_>>().join("&");
    assert!(read::<Rest>(Style::Repeated, &keys).is_err());
    assert!(decode_rest::<BTreeMap<String, u8>>("v", Query::new(&keys), |_| false).is_err());
}
