//! Each rule of values, in each direction, at each place of a value.

use api_contract::Comparison;
use api_core::contract::Party;
use api_lock::Lock;

/// Places of a value in a body: types around `Inner`, and the shape of the body.
const PLACES: [(&str, &str); 7] = [
    ("Inner", ""),
    ("Outer", "struct Outer\n  inner: Inner\n"),
    ("list Inner", ""),
    ("map(text) option Inner", ""),
    ("Either", "enum Either internal type\n  variant some: Inner\n  variant none\n"),
    ("Flat", "struct Flat\n  own: text\n  inner: Inner flattened\n"),
    ("Tree", "struct Tree\n  inner: Inner\n  children: list Tree\n"),
];

/// Types that fields have.
const OTHERS: &str = "struct Own\n  id: u8\nenum Kind external\n  variant short\n  variant long\n\
    enum Loose untagged\n  variant none\n  variant number: u8\n";

fn lock(shape: &str, types: &str) -> Lock {
    let text = format!(
        "format 1\napi A /\nPOST /a send\n  body json: {shape}\n  -> 204\nGET /b get\n  -> 200 application/json: {shape}\n{types}"
    );
    Lock::parse_inner(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Returns the rules that are broken, in the order of the operations, with `warning` before those that stop no build.
fn broken(old: &Lock, new: &Lock) -> Vec<String> {
    let comparison = Comparison::of(old, new, Party::Provider).unwrap();
    let name = |finding: &api_contract::Finding| match finding.level {
        api_lock::Level::Error => finding.rule.to_owned(),
        other => format!("{other} {}", finding.rule),
    };
    comparison.findings().iter().map(name).collect()
}

#[test]
fn a_field_changes_at_each_place() {
    // The field before, the field after, what breaks.
    let table: [(&str, &str, &[&str]); 62] = [
        ("x: text", "x: text", &[]),
        ("", "x: text", &["request.field-required"]),
        ("x: text", "", &["warning request.field-removed", "response.field-removed"]),
        ("x: option text", "", &["warning request.field-removed", "warning response.optional-field-removed"]),
        ("", "x: option text", &[]),
        ("", "x: text default", &[]),
        ("x: text", "x: option text", &["response.null-possible"]),
        ("x: option text", "x: text", &["request.null-refused"]),
        ("x: text", "x: text sometimes", &["response.field-optional"]),
        ("x: text sometimes", "x: text", &["request.field-not-optional"]),
        ("x: text default sometimes", "x: text", &["request.field-not-optional"]),
        ("x: option text default sometimes", "x: text default", &[]),
        ("x: text", "x: u8", &["request.type-changed", "response.type-changed"]),
        ("x: u8", "x: u16", &["response.type-changed"]),
        ("x: u16", "x: u8", &["request.type-changed"]),
        ("x: u8 {max 9}", "x: u8", &["response.limit-loosened"]),
        ("x: u8", "x: u8 {max 9}", &["request.limit-tightened"]),
        ("x: u16 {max 9}", "x: u8 {max 9}", &[]),
        ("x: u8", "x: number", &["response.type-changed"]),
        ("x: number {min 0.5}", "x: number {min 0}", &["response.limit-loosened"]),
        ("x: number", "x: number {max 1.0}", &["request.limit-tightened"]),
        ("x: u8 {multiple-of 10}", "x: u8 {multiple-of 5}", &["response.limit-loosened"]),
        ("x: u8 {multiple-of 5}", "x: u8 {multiple-of 10}", &["request.limit-tightened"]),
        ("x: u8 {multiple-of 4}", "x: u8 {multiple-of 6}", &["request.limit-tightened", "response.limit-loosened"]),
        ("x: u8", "x: u8 {multiple-of 5}", &["request.limit-tightened"]),
        ("x: u8 {multiple-of 5}", "x: u8", &["response.limit-loosened"]),
        ("x: number {multiple-of 0.05}", "x: number {multiple-of 0.01}", &["response.limit-loosened"]),
        ("x: number {multiple-of 0.5}", "x: number {multiple-of 0.25}", &["response.limit-loosened"]),
        ("x: u8", "x: number {multiple-of 0.5}", &["response.type-changed"]),
        ("x: u8", "x: number {multiple-of 2}", &["request.limit-tightened", "response.type-changed"]),
        ("x: text(uuid)", "x: text", &["response.format-changed"]),
        ("x: text", "x: text {pattern \"^a\"}", &["request.format-changed"]),
        ("x: text {min-length 1}", "x: text {min-length 2}", &["request.limit-tightened"]),
        ("x: list u8 {max-length 3}", "x: list u8", &["response.limit-loosened"]),
        ("x: list u8", "x: set u8", &["request.type-changed"]),
        ("x: list(2) u8", "x: list u8", &["response.type-changed"]),
        ("x: map(text) u8", "x: map(text) u16", &["response.type-changed"]),
        ("x: tuple(u8, text)", "x: tuple(u8)", &["request.type-changed", "response.type-changed"]),
        ("x: list(2) u8", "x: list u8 {max-length 2}", &["response.type-changed"]),
        ("x: list u8 {min-length 2, max-length 2}", "x: list(2) u8", &[]),
        ("x: tuple(u8, u8)", "x: list(2) u8", &[]),
        ("x: tuple(u8, text)", "x: list(2) u8", &["request.type-changed", "response.type-changed"]),
        ("x: u8", "x: number {min 0}", &["response.type-changed"]),
        ("x: u8", "x: number {min 0.5}", &["request.limit-tightened", "response.type-changed"]),
        ("x: map(u8) u8", "x: map(text) u8", &["response.type-changed"]),
        ("x: Own", "x: map(text) u8", &["response.type-changed"]),
        ("x: Kind", "x: text {max-length 5}", &["response.type-changed"]),
        ("x: Kind", "x: text {max-length 4}", &["request.limit-tightened", "response.type-changed"]),
        ("x: option u8", "x: Loose", &["response.type-changed"]),
        ("x: option text default conditional", "x: option text", &[]),
        ("x: option text default conditional", "x: text default", &["request.null-refused"]),
        ("x: option text", "x: option text default conditional", &[]),
        ("x: u8\n  y: u8", "x: u8 alias y", &["request.field-refused", "response.field-removed"]),
        ("x: any", "x: text", &["request.type-changed"]),
        ("x: text", "x: any", &["response.type-changed"]),
        ("x: text", "y: text alias x", &["response.field-removed"]),
        ("x: option text", "x: option text read-only", &["warning request.field-removed"]),
        ("x: option text", "x: option text write-only", &["warning response.optional-field-removed"]),
        ("x: option text read-only", "x: option text", &[]),
        ("x: u8 default value \"1\"", "x: u8 default value \"2\"", &[]),
        ("x: text default", "x: text default unread", &["warning request.field-removed"]),
        ("x: option text", "x: option text unwritten", &["warning response.optional-field-removed"]),
    ];
    for (before, after, expected) in table {
        let expected: Vec<String> = expected.iter().map(|&rule| rule.to_owned()).collect();
        for (shape, types) in PLACES {
            let inner = |field: &str| format!("{types}struct Inner\n  id: u8\n  {field}\n{OTHERS}");
            let found = broken(&lock(shape, &inner(before)), &lock(shape, &inner(after)));
            assert_eq!(found, expected, "{before} -> {after} at {shape}");
        }
    }
}

#[test]
fn an_object_that_refuses_unknown_keys_breaks_those_who_send_more() {
    let open = "struct Inner\n  id: u8\n  x: option text\n";
    let closed = "struct Inner closed\n  id: u8\n";
    assert_eq!(
        broken(&lock("Inner", open), &lock("Inner", closed)),
        ["request.field-refused", "warning response.optional-field-removed"]
    );
    assert_eq!(broken(&lock("Inner", closed), &lock("Inner", open)), ["response.field-unexpected"]);
}

#[test]
fn a_variant_changes_in_each_form_of_an_enum() {
    let forms = ["external", "internal type", "adjacent type content"];
    let table: [(&str, &str, &[&str]); 7] = [
        ("", "  variant c\n", &["response.variant-added"]),
        ("  variant c\n", "", &["request.variant-removed"]),
        ("  variant c\n", "  variant d alias c\n", &["response.variant-added"]),
        ("  variant rest other\n", "  variant rest other\n  variant c\n", &[]),
        ("  variant c: Inner\n", "  variant c struct\n    id: u8\n", &[]),
        ("  variant c struct\n    id: u8\n", "  variant c struct\n    id: u16\n", &["response.type-changed"]),
        ("  variant c\n", "  variant c unread\n", &["request.variant-removed"]),
    ];
    for form in forms {
        for (before, after, expected) in table {
            let types = |more: &str| format!("enum E {form}\n  variant a\n{more}struct Inner\n  id: u8\n");
            let found = broken(&lock("E", &types(before)), &lock("E", &types(after)));
            assert_eq!(found, expected, "{before} -> {after} in {form}");
        }
    }
    for other in &forms[1..] {
        let types = |form: &str| format!("enum E {form}\n  variant a\n");
        let found = broken(&lock("E", &types(forms[0])), &lock("E", &types(other)));
        assert_eq!(found, ["request.type-changed", "response.type-changed"]);
    }
}

#[test]
fn a_number_of_an_enum_changes_like_a_variant() {
    let table: [(&str, &str, &[&str]); 8] = [
        ("1 2", "1 2 3", &["response.variant-added"]),
        ("1 2 3", "1 2", &["request.variant-removed"]),
        ("1 2", "2 1", &[]),
        ("1 0!", "1 0! 7", &[]),
        // The type of the numbers may be `u8`, or `i8`.
        ("1 0!", "1 0! 300", &["response.variant-added"]),
        ("1 0!", "1 0! -1", &["response.variant-added"]),
        ("-1 0! 300", "-1 0! 300 299", &[]),
        ("-1", "1", &["request.variant-removed", "response.variant-added"]),
    ];
    let types = |numbers: &str| {
        let variant = |number: &str| match number.strip_suffix('!') {
            Some(number) => format!("  variant {number} other\n"),
            None => format!("  variant {number}\n"),
        };
        format!("enum E integer\n{}", numbers.split(' ').map(variant).collect::<String>())
    };
    for (before, after, expected) in table {
        let found = broken(&lock("E", &types(before)), &lock("E", &types(after)));
        assert_eq!(found, expected, "{before} -> {after}");
    }
    let named = "enum E external\n  variant 1\n";
    let found = broken(&lock("E", named), &lock("E", &types("1")));
    assert_eq!(found, ["request.type-changed", "response.type-changed"]);
    // An answer may list what was any integer, and a request may take any integer where it listed some.
    let integers = [("u8", "1 255", ["request.type-changed"]), ("number", "1", ["request.type-changed"])];
    for (before, after, expected) in integers {
        assert_eq!(broken(&lock(before, ""), &lock("E", &types(after))), expected, "{before} -> {after}");
    }
    let found = broken(&lock("u8", ""), &lock("E", &types("1 256")));
    assert_eq!(found, ["request.type-changed", "response.limit-loosened"]);
}

#[test]
fn untagged_variants_are_told_apart_by_their_content() {
    let types = |variants: &str| format!("enum E untagged\n{variants}struct S\n  id: u8\n");
    let (number, both) = ("  variant n: u8\n", "  variant n: u8\n  variant s: S\n");
    assert_eq!(broken(&lock("E", &types(number)), &lock("E", &types(both))), ["response.type-changed"]);
    assert_eq!(broken(&lock("E", &types(both)), &lock("E", &types(number))), ["request.type-changed"]);
    assert_eq!(broken(&lock("u8", &types(number)), &lock("E", &types(both))), ["response.type-changed"]);
    assert_eq!(broken(&lock("E", &types(both)), &lock("E", &types(both))), [""; 0]);
}

#[test]
fn a_name_of_a_type_is_not_on_the_wire() {
    let before = "struct Room\n  id: RoomId\n  parent: option Room\nnewtype RoomId: u32\n";
    let after = "struct Place\n  id: u32\n  parent: option Place\n";
    assert_eq!(broken(&lock("Room", before), &lock("Place", after)), [""; 0]);
    let deeper = "struct Place\n  id: u32\n  parent: option Place\n  name: text\n";
    assert_eq!(broken(&lock("Room", before), &lock("Place", deeper)), ["request.field-required"]);
}

#[test]
fn types_that_mention_each_other_are_compared_once() {
    let types = |leaf: &str| {
        format!(
            "struct A\n  b: B\n  c: option C\nstruct B\n  a: option A\n  c: C\nstruct C\n  a: list A\n  b: list B\n  x: {leaf}\n"
        )
    };
    for root in ["A", "B", "C"] {
        assert_eq!(broken(&lock(root, &types("u8")), &lock(root, &types("u8"))), [""; 0]);
        let found = broken(&lock(root, &types("u8")), &lock(root, &types("text")));
        assert_eq!(found, ["request.type-changed", "response.type-changed"], "{root}");
    }
}

#[test]
fn a_severity_of_the_lock_counts() {
    let (before, after) = ("struct Inner\n  x: text\n", "struct Inner\n  id: u8\n");
    let mut old = lock("Inner", before);
    let severity =
        |level| api_lock::Severity { rule: "request.field-required".to_owned(), level, reason: "r".to_owned() };
    old.severities = vec![severity(api_lock::Level::Info)];
    let found = broken(&old, &lock("Inner", after));
    assert_eq!(found, ["info request.field-required", "warning request.field-removed", "response.field-removed"]);
}

#[test]
fn what_a_review_found_stays_found() {
    // The types before, the types after, what breaks. Serde was asked in each case.
    let table: [(&str, &str, &str, &[&str]); 17] = [
        (
            "T",
            "struct T\n  r: map(text) u8 flattened\n",
            "struct T\n  r: map(text) text flattened\n",
            &["request.type-changed", "response.type-changed"],
        ),
        (
            "T",
            "struct T\n  r: map(text) u8 flattened\n",
            "struct T\n  n: text default\n  r: map(text) u8 flattened\n",
            &["response.type-changed"],
        ),
        (
            "E",
            "enum E external\n  variant a\n  variant rest other\n",
            "enum E external\n  variant a\n  variant b: u8\n  variant rest other\n",
            &["response.variant-added"],
        ),
        (
            "E",
            "enum E internal t\n  variant a\n  variant rest other\n",
            "enum E internal t\n  variant a\n  variant b struct\n    x: u8\n  variant rest other\n",
            &[],
        ),
        (
            "T",
            "struct T\n  x: Six\nnewtype Six: u8 {multiple-of 2}\n",
            "struct T\n  x: Six {multiple-of 3}\nnewtype Six: u8 {multiple-of 2}\n",
            &["request.limit-tightened"],
        ),
        (
            "T",
            "struct T\n  x: Six {multiple-of 3}\nnewtype Six: u8 {multiple-of 2}\n",
            "struct T\n  x: u8 {multiple-of 6}\n",
            &[],
        ),
        (
            "T",
            "struct T\n  x: Whole {multiple-of 2.5}\nnewtype Whole: u8\n",
            "struct T\n  x: u8 {multiple-of 5}\n",
            &[],
        ),
        (
            "T",
            "struct T\n  x: Age\nnewtype Age: u8 {max 100}\n",
            "struct T\n  x: Age {max 10}\nnewtype Age: u8 {max 100}\n",
            &["request.limit-tightened"],
        ),
        ("T", "struct T\n  x: Age {max 10}\nnewtype Age: u8 {max 100}\n", "struct T\n  x: u8 {max 10}\n", &[]),
        (
            "E",
            "enum E untagged\n  variant s: S\n  variant none\nstruct S\n  x: u8\n",
            "enum E untagged\n  variant none\n",
            &["request.type-changed"],
        ),
        (
            "E",
            "enum E external\n  variant c struct\n    x: u8\n    y: u8\n",
            "enum E external\n  variant c: S\nstruct S closed\n  x: u8\n",
            &["request.field-refused", "response.field-removed"],
        ),
        (
            "E",
            "enum E untagged\n  variant p tuple: (u8, text)\n",
            "enum E untagged\n  variant p tuple: (text, u8)\n",
            &["request.variant-removed", "response.variant-added"],
        ),
        (
            "T",
            "struct T\n  i: I flattened\nstruct I\n  x: u8\n",
            "struct T\n  i: I flattened sometimes\nstruct I\n  x: u8\n",
            &["response.field-optional"],
        ),
        (
            "T",
            "struct T\n  i: option I flattened\nstruct I\n  x: u8\n",
            "struct T\n  i: option I flattened\nstruct I\n  x: text\n",
            &["request.type-changed", "response.type-changed"],
        ),
        ("T", "struct T\n  x: u8\n", "struct T\n  x: u8 {max 9.5}\n", &["request.limit-tightened"]),
        (
            "T",
            "struct T\n  x: u8\n  y: u8\n",
            "struct T closed\n  x: u8\n  i: I flattened unread\nstruct I\n  y: u8\n",
            &["request.field-refused"],
        ),
        ("T", "newtype T: list T\n", "newtype T: list T\n", &[]),
    ];
    for (shape, before, after, expected) in table {
        assert_eq!(broken(&lock(shape, before), &lock(shape, after)), expected, "{before} -> {after}");
    }
}
