//! Validation reports all violations of constraints together, each with its path.
#![allow(dead_code, reason = "the types are described, not used")]

use api_core::model::{Constraints, Model, Patch, Rule, Shape, ViolationList, Violations};

#[derive(Model)]
#[model(min_length = 2, max_length = 5, pattern = "^[a-z]+$")]
struct Name(String);

#[derive(Model)]
struct Team {
    #[model(min = 1, max = 10)]
    size: u8,
    #[model(max = 0.5)]
    share: Option<f64>,
    #[model(max_length = 1)]
    members: Vec<Member>,
    leader: Option<Box<Member>>,
    #[model(format = "uuid")]
    id: String,
}

#[derive(Model)]
struct Member {
    name: Name,
    #[model(min = -1)]
    level: i8,
}

#[derive(Model)]
enum Change {
    Joined { member: Member },
    Renamed(#[model(min_length = 1)] String, Name),
    Left(Name),
    Closed,
}

#[derive(Model)]
struct Plain {
    numbers: Vec<u8>,
    text: String,
}

fn member(name: &str, level: i8) -> Member {
    Member { name: Name(name.into()), level }
}

#[test]
fn all_violations_are_listed_with_their_paths() {
    let team = Team {
        size: 0,
        share: Some(0.75),
        members: vec![member("ada", 0), member("A", -2)],
        leader: Some(Box::new(member("grace hopper", 0))),
        id: "new".into(),
    };
    assert_eq!(
        ViolationList::of(&team).to_string(),
        "/size: is 0, expected at least 1
/share: is 0.75, expected at most 0.5
/members: has length 2, expected a length of at most 1
/members/1/name: has length 1, expected a length of at least 2
/members/1/name: does not match the pattern, expected text that matches `^[a-z]+$`
/members/1/level: is -2, expected at least -1
/leader/name: has length 12, expected a length of at most 5
/leader/name: does not match the pattern, expected text that matches `^[a-z]+$`
/id: does not have the format, expected text of format `uuid`"
    );
}

#[test]
fn the_path_of_a_violation_contains_the_key_of_the_variant() {
    let joined = ViolationList::of(&Change::Joined { member: member("ada", -2) });
    assert_eq!(joined.violations[0].path, "/Joined/member/level");
    let renamed = ViolationList::of(&Change::Renamed(String::new(), Name("a".into())));
    let paths: Vec<&str> = renamed.violations.iter().map(|violation| violation.path.as_str()).collect();
    assert_eq!(paths, ["/Renamed/0", "/Renamed/1"]);
    assert_eq!(ViolationList::of(&Change::Left(Name("a".into()))).violations[0].path, "/Left");
    assert!(ViolationList::of(&Change::Closed).is_empty());
}

#[test]
fn whether_a_type_has_constraints_is_known_at_compile_time() {
    const { assert!(!Plain::CONSTRAINED && Team::CONSTRAINED && Change::CONSTRAINED) };
}

#[test]
fn a_malformed_pattern_of_a_hand_written_rule_rejects_every_value() {
    static RULE: Rule = Rule::new(Constraints { pattern: Some("("), ..Constraints::NONE });
    let mut found = ViolationList::default();
    Violations::new(&mut found).ruled_field("text", &"x".to_owned(), &RULE);
    assert_eq!(found.violations.len(), 1);
}

#[derive(Model)]
struct Node {
    #[model(max_length = 3)]
    label: String,
    next: Option<Box<Node>>,
    #[model(max_length = 9)]
    children: Vec<Self>,
}

#[derive(Model)]
struct Author {
    books: Vec<Book>,
}

#[derive(Model)]
struct Room {
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    #[model(by_name)]
    owner: Patch<Box<Owner>>,
}

#[derive(Model)]
struct Owner {
    rooms: Vec<Room>,
}

#[derive(Model)]
struct Book {
    #[model(by_name)]
    authors: Option<Vec<Author>>,
}

#[test]
fn a_patch_of_a_type_held_by_name_stays_a_patch() {
    let Shape::Struct(room) = Room::SHAPE else { panic!() };
    assert!(matches!(room.fields[0].shape, Shape::Patch(Shape::Reference(_))), "{:?}", room.fields[0].shape);
}

#[test]
fn recursive_types_are_described_by_name_and_validated_at_every_level() {
    assert_eq!(
        Node::SHAPE.to_string(),
        "Node {\n  label: text (length ..=3)\n  next?: option of &Node\n  children: list of &Node (length ..=9)\n}"
    );
    assert_eq!(
        Author::SHAPE.to_string(),
        "Author {\n  books: list of Book {\n    authors?: option of list of &Author\n  }\n}"
    );
    let Shape::Struct(node) = Node::SHAPE else { panic!() };
    let Shape::Option(Shape::Reference(reference)) = node.fields[1].shape else { panic!() };
    assert_eq!(reference.resolve().to_string(), Node::SHAPE.to_string());

    let leaf = || Node { label: "long".into(), next: None, children: Vec::new() };
    let tree = Node { label: "a".into(), next: Some(Box::new(leaf())), children: vec![leaf()] };
    let found = ViolationList::of(&tree);
    let paths: Vec<&str> = found.violations.iter().map(|violation| violation.path.as_str()).collect();
    assert_eq!(paths, ["/next/label", "/children/0/label"]);
}
