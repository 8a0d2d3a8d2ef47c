//! Rules of callbacks: the server sends the requests, and the clients of the old contract serve them.

use api_contract::{Comparison, Finding};
use api_core::contract::Party;
use api_lock::{Level, Lock};

fn comparison(old: &str, new: &str, party: Party) -> Comparison {
    let lock = |lines: &str| {
        Lock::parse_inner(&format!("format 1\n{lines}\nstruct T\n  x: u8\n"))
            .unwrap_or_else(|error| panic!("{error}\n{lines}"))
    };
    Comparison::of(&lock(old), &lock(new), party).unwrap()
}

fn found(old: &str, new: &str, party: Party) -> Vec<String> {
    let name = |finding: &Finding| match finding.level {
        Level::Error => finding.rule.to_owned(),
        other => format!("{other} {}", finding.rule),
    };
    comparison(old, new, party).findings().iter().map(name).collect()
}

const URL: &str = "{$request.body#/url}";

/// Returns an API with one operation, and an API that it calls.
fn calling(url: &str, called: &str) -> String {
    format!("api A /\nPOST /hooks add\n  callback Events \"{url}\"\n  -> 204\n{called}")
}

#[test]
fn a_line_of_a_called_operation_changes() {
    let rows: [(&str, &str, &[&str]); 22] = [
        ("  body json: T\n  -> 204", "  body json: T\n  -> 204", &[]),
        // What the server sends has the same rules as what it answers: it may say less of it, and add to it.
        (
            "  body json: Q\nstruct Q\n  x: u8",
            "  body json: Q\nstruct Q\n  x: u8\n  y: u8",
            &["warning request.field-removed"],
        ),
        (
            "  body json: Q\nstruct Q\n  x: u8\n  y: u8",
            "  body json: Q\nstruct Q\n  x: u8",
            &["request.field-required"],
        ),
        ("  body json: Q\nstruct Q\n  x: option u8", "  body json: Q\nstruct Q\n  x: u8", &[]),
        ("  body json: Q\nstruct Q\n  x: u8", "  body json: Q\nstruct Q\n  x: option u8", &["request.null-refused"]),
        ("  body json: u8", "  body json: u16", &["request.type-changed"]),
        ("  body json: u16", "  body json: u8", &[]),
        ("", "  body json: T", &["warning request.body-removed"]),
        ("  body json: T", "", &["request.body-required"]),
        ("  body json: T", "  body form: T", &["media-type-changed"]),
        ("  query q: u8", "", &["request.parameter-required"]),
        ("  query q: option u8", "", &[]),
        ("", "  query q: u8", &["warning request.parameter-removed"]),
        ("", "  header q: u8", &["warning request.parameter-removed"]),
        ("  security bearer", "", &["security-added"]),
        ("", "  security bearer", &[]),
        // What the clients answer has the same rules as what they send.
        ("  -> 200 application/json: u8", "  -> 200 application/json: u16", &[]),
        ("  -> 200 application/json: u16", "  -> 200 application/json: u8", &["response.type-changed"]),
        ("  -> 204", "  -> 204\n    header etag: text", &["response.header-removed"]),
        ("  -> 204\n    header etag: text", "  -> 204", &[]),
        ("  -> 204\n  error 404 gone\n  error 410 left", "  -> 204\n  error 404 gone", &["error-added"]),
        ("  -> 204\n  error 404 gone", "  -> 204\n  error 404 gone\n  error 410 left", &[]),
    ];
    for (before, after, expected) in rows {
        let api = |lines: &str| calling(URL, &format!("called Events /\nPOST / changed\n{lines}"));
        assert_eq!(found(&api(before), &api(after), Party::Provider), expected, "{before} -> {after}");
        assert_eq!(found(&api(before), &api(after), Party::Served), expected, "{before} -> {after}");
    }
}

#[test]
fn callbacks_and_their_operations_come_and_go() {
    let none = "api A /\nPOST /hooks add\n  -> 204".to_owned();
    let one = calling(URL, "called Events /\nPOST / changed\n  -> 204");
    let renamed = one.replace("Events", "Changes").replace("changed", "moved");
    let elsewhere = calling("{$request.body#/address}", "called Events /\nPOST / changed\n  -> 204");
    let based = calling(URL, "called Events /v1\nPOST / changed\n  -> 204");
    let two = calling(URL, "called Events /\nPOST / changed\n  -> 204\nPOST /gone gone\n  -> 204");
    let both = two.replace("  callback", &format!("  callback Events \"{URL}/b\"\n  callback"));
    let rows: [(&str, &str, &[&str], &[&str]); 9] = [
        (&none, &one, &["warning callback-added"], &[]),
        (&one, &none, &["callback-removed"], &["callback-removed"]),
        (&one, &elsewhere, &["callback-moved"], &["callback-moved"]),
        (&one, &based, &["callback-moved"], &["callback-moved"]),
        (&one, &renamed, &[], &[]),
        (&one, &two, &["callback.operation-added"], &["callback.operation-added"]),
        (&two, &one, &["callback.operation-removed"], &["callback.operation-removed"]),
        (&two, &both, &["warning callback-added"], &[]),
        (&both, &two, &["callback-removed"], &["callback-removed"]),
    ];
    for (old, new, provider, consumer) in rows {
        assert_eq!(found(old, new, Party::Provider), provider, "{old}\n{new}");
        assert_eq!(found(old, new, Party::Consumer), consumer, "consumer: {old}\n{new}");
    }
}

#[test]
fn a_message_names_the_operation_and_that_of_the_callback() {
    let api =
        |lines: &str| calling(URL, &format!("called Events /\nPOST / changed\n  body json: Q\nstruct Q\n{lines}"));
    let comparison = comparison(&api("  x: u8"), &api("  x: u16"), Party::Provider);
    let [finding] = comparison.findings() else { panic!("{:?}", comparison.findings()) };
    assert_eq!(
        finding.message,
        "POST /hooks (`add`), callback POST /, request body, x (in `Q`): was integer 0..=255, is integer 0..=65535"
    );
    assert_eq!(finding.consequence, "it refuses what the server sends");
}

#[test]
fn a_type_of_both_directions_is_compared_in_each() {
    // The same name is read by the server in one place, and written by it in the other.
    let api = |shape: &str| {
        let text = calling(URL, "called Events /\nPOST / changed\n  body json: Q\n  -> 204");
        format!("{}\nstruct Q\n  x: {shape}", text.replace("  callback", "  body json: Q\n  callback"))
    };
    assert_eq!(found(&api("u8"), &api("u16"), Party::Provider), ["request.type-changed"]);
    assert_eq!(found(&api("u16"), &api("u8"), Party::Provider), ["request.type-changed"]);
    assert_eq!(found(&api("u8"), &api("u8"), Party::Provider), [""; 0]);
}

#[test]
fn a_lock_names_apis_that_it_has_and_none_that_calls_itself() {
    let lock = |lines: &str| Lock::parse_inner(&format!("format 1\n{lines}\n")).unwrap();
    let none = lock("api A /\nPOST /hooks add\n  callback Events \"{$url}\"\n  -> 204");
    let error = Comparison::of(&none, &none, Party::Provider).unwrap_err();
    assert_eq!(error.to_string(), "the lock has no API `Events` that is called");
    let called = "called Events /\nPOST / changed\n  callback Events \"{$url}\"\n  -> 204";
    let cyclic = lock(&calling("{$url}", called));
    let error = Comparison::of(&cyclic, &cyclic, Party::Provider).unwrap_err();
    assert_eq!(error.to_string(), "the API `Events` is called by operations of its own");
}
