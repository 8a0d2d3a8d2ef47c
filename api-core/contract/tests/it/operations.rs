//! Rules of operations, for a provider and for a consumer.

use api_contract::{Comparison, Finding};
use api_core::contract::Party;
use api_lock::{Level, Lock};

fn lock(lines: &str) -> Lock {
    let text = format!("format 1\n{lines}\nstruct T\n  x: u8\n");
    Lock::parse_inner(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn broken(old: &str, new: &str, party: Party) -> Vec<String> {
    let comparison = Comparison::of(&lock(old), &lock(new), party).unwrap();
    let name = |finding: &Finding| match finding.level {
        Level::Error => finding.rule.to_owned(),
        other => format!("{other} {}", finding.rule),
    };
    comparison.findings().iter().map(name).collect()
}

/// What changes in one operation: before, after, what breaks for the provider's clients, and for one consumer.
type Row<'a> = (&'a str, &'a str, &'a [&'a str], &'a [&'a str]);

const ROWS: [Row<'static>; 125] = [
    // A server reads both.
    ("  query q: text reserved", "  query q: text", &[], &[]),
    ("", "  deprecated \"old\"", &["deprecated-without-sunset"], &[]),
    ("", "  security bearer", &["security-added"], &["security-added"]),
    ("  security bearer", "", &["security-removed"], &[]),
    ("  security bearer", "  security basic", &["security-added"], &["security-added"]),
    ("", "  requires admin", &["permission-added"], &[]),
    ("  requires a", "  requires a\n  requires b", &["permission-added"], &["permission-added"]),
    ("  requires admin", "", &[], &[]),
    ("", "  query q: u8", &["request.parameter-required"], &["request.parameter-required"]),
    ("", "  query q: option u8", &[], &[]),
    ("  query q: u8", "", &["warning request.parameter-removed"], &["warning request.parameter-removed"]),
    ("  query q: option u8", "  query q: u8", &["request.null-refused"], &["request.null-refused"]),
    ("  query q: u8", "  query q: u16", &[], &[]),
    ("", "  cookie q: u8", &["request.parameter-required"], &["request.parameter-required"]),
    ("  cookie q: option u8", "", &["warning request.parameter-removed"], &["warning request.parameter-removed"]),
    ("  cookie q: u16", "  cookie q: u8", &["request.type-changed"], &["request.type-changed"]),
    (
        "  query q: u8",
        "  header q: u8",
        &["request.parameter-required", "warning request.parameter-removed"],
        &["request.parameter-required", "warning request.parameter-removed"],
    ),
    // The keys are those of the fields.
    ("  query page: T", "  query range: T", &[], &[]),
    ("  query x: u8", "  query range: T", &[], &[]),
    ("  query page: T", "  query x: u8", &[], &[]),
    ("  query page: T", "  query x: text", &[], &[]),
    ("  query x: u16", "  query range: T", &["request.type-changed"], &["request.type-changed"]),
    ("", "  query range: T", &["request.parameter-required"], &["request.parameter-required"]),
    (
        "  query q: Q\nstruct Q\n  x: u8 default sometimes",
        "  query q: Q\nstruct Q\n  x: u8",
        &["request.field-not-optional"],
        &["request.field-not-optional"],
    ),
    ("  query q: Q\nstruct Q\n  x: u8 default unwritten", "  query y: option u8", &[], &[]),
    (
        "  query q: Q\nstruct Q\n  x: u8\n  y: u8",
        "  query q: Q\nstruct Q closed\n  x: u8",
        &["request.field-refused"],
        &["request.field-refused"],
    ),
    ("  query x: list u8", "  query x: list u8 comma", &["request.style-changed"], &["request.style-changed"]),
    ("  query x: u8", "  query x: u8 comma", &[], &[]),
    ("  query x: list u8", "  query x: list u8 brackets", &[], &[]),
    ("", "  query x: u8 default \"5\"", &[], &[]),
    ("  query x: u8 default \"5\"", "  query x: u8", &["request.field-not-optional"], &["request.field-not-optional"]),
    (
        "  query x: u8 default \"5\"",
        "  query x: u8 default \"6\"",
        &["warning request.default-changed"],
        &["warning request.default-changed"],
    ),
    ("  query q: T", "  query q: option T", &[], &[]),
    // What is empty has no key.
    ("", "  query x: list text", &[], &[]),
    ("", "  header x: list text", &[], &[]),
    ("", "  query x: Q brackets\nstruct Q\n  y: list text", &[], &[]),
    ("", "  body form: Q\nstruct Q\n  y: list text", &[], &[]),
    ("", "  body json: option T", &[], &[]),
    ("  body json: T", "  body json: option T", &[], &[]),
    ("  body json: option T", "  body json: T", &["request.null-refused"], &["request.null-refused"]),
    ("", "  body json: T", &["request.body-required"], &["request.body-required"]),
    ("  body json: T", "", &["warning request.body-removed"], &["warning request.body-removed"]),
    ("  body json: T", "  body form: T", &["media-type-changed"], &["media-type-changed"]),
    ("  body bytes: text", "  body stream: text", &[], &[]),
    (
        "  body json: T",
        "  body json media-type application/merge-patch+json: T",
        &["media-type-changed"],
        &["media-type-changed"],
    ),
    // Without a media type of its own, a server takes all types of JSON, of text and of bytes.
    ("  body json media-type application/merge-patch+json: T", "  body json: T", &[], &[]),
    ("  body bytes media-type application/x-tar: text", "  body bytes: text", &[], &[]),
    ("  body text media-type text/csv: text", "  body text: text", &[], &[]),
    ("  body bytes: text", "  body bytes media-type image/*: text", &["media-type-changed"], &["media-type-changed"]),
    ("  body bytes media-type image/png: text", "  body bytes media-type image/*: text", &[], &[]),
    (
        "  body bytes media-type image/*: text",
        "  body bytes media-type image/png: text",
        &["media-type-changed"],
        &["media-type-changed"],
    ),
    ("  body multipart: T", "  body form: T", &["media-type-changed"], &["media-type-changed"]),
    (
        "  body multipart: Q\nstruct Q\n  x: text(binary)",
        "  body multipart: Q\nstruct Q\n  x: text(binary)\n  y: u8",
        &["request.field-required"],
        &["request.field-required"],
    ),
    // Of several media types each one that was read is still read.
    ("  body json: T", "  body form: T\n  body json: T", &[], &[]),
    ("  body json: T\n  body cbor: T", "  body json: T", &["media-type-changed"], &[]),
    ("  body yaml: T", "  body yaml: T\n  body json: T", &[], &[]),
    ("  body xml: T", "  body xml: T\n  body yaml: T", &[], &[]),
    ("  body xml: T", "  body yaml: T", &["media-type-changed"], &["media-type-changed"]),
    ("  body xml media-type text/xml: T", "  body xml: T", &[], &[]),
    ("  body xml: T", "  body xml media-type text/xml: T", &["media-type-changed"], &["media-type-changed"]),
    // The root element has the name of the type.
    (
        "  body xml: Q\nstruct Q\n  x: u8",
        "  body xml: R\nstruct R\n  x: u8",
        &["media-type-changed"],
        &["media-type-changed"],
    ),
    ("  body json: Q\nstruct Q\n  x: u8", "  body json: R\nstruct R\n  x: u8", &[], &[]),
    ("  body json: T", "  body json limit 9: T", &["size-limited"], &["size-limited"]),
    ("  body json limit 9: T", "  body json limit 8: T", &["size-limited"], &["size-limited"]),
    ("  body json limit 9: T", "  body json: T", &[], &[]),
    // Without a limit of the endpoint the usual one holds.
    ("  body json: T", "  body json limit 9000000: T", &[], &[]),
    ("  body json limit 9000000: T", "  body json: T", &["size-limited"], &["size-limited"]),
    ("  body json any-content-type: T", "  body json: T", &["media-type-changed"], &["media-type-changed"]),
    ("  events resumable", "  events", &["resume-removed"], &["resume-removed"]),
    ("  events", "  events resumable", &[], &[]),
    ("  events resumable query id", "  events resumable", &["resume-removed"], &["resume-removed"]),
    ("  events end \"[DONE]\"", "  events end \"[DONE]\"", &[], &[]),
    ("  events", "  events closes", &["event-form-changed"], &["event-form-changed"]),
    ("  events end done", "  events end \"[DONE]\"", &["event-form-changed"], &["event-form-changed"]),
    ("  events", "  events heartbeat ping", &["event-form-changed"], &["event-form-changed"]),
    ("  events names type", "  events names kind", &[], &[]),
    ("  events names type", "  events names type content data", &["event-form-changed"], &["event-form-changed"]),
    ("  -> 2XX application/json: u8", "  -> 2XX application/json: u8", &[], &[]),
    ("  -> 2XX application/json: u8", "  -> 201 application/json: u8", &[], &[]),
    (
        "  -> 2XX application/json: u8",
        "  -> 201 application/json: u16",
        &["response.type-changed"],
        &["response.type-changed"],
    ),
    (
        "  -> 201 application/json: u8",
        "  -> 2XX application/json: u8",
        &["warning response.status-added"],
        &["warning response.status-added"],
    ),
    (
        "  -> 2XX application/json: u8",
        "  -> 302",
        &["warning response.status-added", "response.status-removed"],
        &["warning response.status-added", "response.status-removed"],
    ),
    ("  -> 2XX application/json: u8", "  -> 200 application/json: u8\n  -> 201 application/json: u8", &[], &[]),
    ("  events", "", &["exchange-changed"], &["exchange-changed"]),
    // The method may answer with one value where clients expect a stream.
    (
        "  events\n  -> 200 text/event-stream: u8",
        "  events\n  -> 200 text/event-stream: u8\n  -> 200 application/json: T",
        &["media-type-changed"],
        &["media-type-changed"],
    ),
    (
        "  events\n  -> 200 text/event-stream: u8\n  -> 200 application/json: T",
        "  events\n  -> 200 text/event-stream: u8\n  -> 200 application/json: T",
        &[],
        &[],
    ),
    (
        "  events\n  -> 200 text/event-stream: u8\n  -> 200 application/json: T",
        "  events\n  -> 200 text/event-stream: u8",
        &["media-type-changed"],
        &[],
    ),
    ("  duplex text: u8", "  duplex text: u16", &[], &[]),
    ("  duplex text: u16", "  duplex text: u8", &["request.type-changed"], &["request.type-changed"]),
    ("  duplex text: u8", "  duplex binary: u8", &["media-type-changed"], &["media-type-changed"]),
    ("  websocket subprotocol a", "  websocket subprotocol b", &["subprotocol-removed"], &["subprotocol-removed"]),
    ("  websocket", "  websocket max-message 9", &["size-limited"], &["size-limited"]),
    (
        "  -> 200 application/json: T",
        "  -> 201 application/json: T",
        &["warning response.status-added", "response.status-removed"],
        &["warning response.status-added", "response.status-removed"],
    ),
    ("  -> 200 application/json: T", "  -> 200 text/plain: text", &["media-type-changed"], &["media-type-changed"]),
    ("  -> 200 application/json: T", "  -> 200 application/json: T\n  -> 200 text/csv: text", &[], &[]),
    (
        "  -> 200 application/json: T\n  -> 200 text/csv: text",
        "  -> 200 application/json: T",
        &["media-type-changed"],
        &[],
    ),
    // A request without `Accept` gets the first one.
    (
        "  -> 200 application/json: T",
        "  -> 200 text/csv: text\n  -> 200 application/json: T",
        &["media-type-changed"],
        &[],
    ),
    (
        "  -> 200 application/json: T\n    header etag: text",
        "  -> 200 application/json: T",
        &["response.header-removed"],
        &["response.header-removed"],
    ),
    (
        "  -> 204\n    header x: u8",
        "  -> 204\n    header x: option u8",
        &["response.field-optional"],
        &["response.field-optional"],
    ),
    (
        "  -> 204\n    header x: u8",
        "  -> 204\n    header x: u16",
        &["response.type-changed"],
        &["response.type-changed"],
    ),
    ("  -> 204\n    header x: text", "  -> 204\n    header x: u16\n    header y: u8", &[], &[]),
    (
        "  -> 204\n    header x: option text",
        "  -> 204",
        &["warning response.optional-field-removed"],
        &["response.optional-field-removed"],
    ),
    // Structured fields have types of items, which text has not.
    ("  header p: u8 structured", "  header p: u8", &["request.style-changed"], &["request.style-changed"]),
    ("  header p: text", "  header p: text structured", &["request.style-changed"], &["request.style-changed"]),
    ("  header p: u8 structured", "  header p: text structured", &["request.type-changed"], &["request.type-changed"]),
    ("  header p: u8 structured", "  header p: u16 structured", &[], &[]),
    ("", "  header p: list text structured", &[], &[]),
    ("  header p: u8 structured", "", &["warning request.parameter-removed"], &["warning request.parameter-removed"]),
    (
        "  -> 204\n    header x: u8 structured",
        "  -> 204\n    header x: u8",
        &["response.type-changed"],
        &["response.type-changed"],
    ),
    (
        "  -> 204\n    header x: text structured",
        "  -> 204\n    header x: u8 structured",
        &["response.type-changed"],
        &["response.type-changed"],
    ),
    ("  -> 204\n    header x: list u16 structured", "  -> 204\n    header x: list u8 structured", &[], &[]),
    // A cookie is none of the other cookies, and no header field.
    (
        "  -> 204\n    cookie sid: text\n    cookie theme: text",
        "  -> 204\n    cookie theme: text",
        &["response.header-removed"],
        &["response.header-removed"],
    ),
    (
        "  -> 204\n    cookie sid: text",
        "  -> 204\n    header sid: text",
        &["response.header-removed"],
        &["response.header-removed"],
    ),
    (
        "  -> 204\n    cookie sid: u8",
        "  -> 204\n    cookie sid: u16",
        &["response.type-changed"],
        &["response.type-changed"],
    ),
    (
        "  -> 204\n    cookie sid: u8",
        "  -> 204\n    cookie sid: option u8",
        &["response.field-optional"],
        &["response.field-optional"],
    ),
    (
        "  -> 204\n    cookie sid: option u8",
        "  -> 204",
        &["warning response.optional-field-removed"],
        &["response.optional-field-removed"],
    ),
    ("  -> 204\n    cookie sid: u8", "  -> 204\n    cookie sid: u8\n    cookie theme: text", &[], &[]),
    (
        "  error 401 gone\n    cookie sid: u8",
        "  error 401 gone\n    cookie sid: text",
        &["response.type-changed"],
        &["response.type-changed"],
    ),
    ("  -> 204", "  -> 204\n  error 404 gone", &[], &[]),
    ("  error 400 bad", "  error 400 bad\n  error 404 gone", &["error-added"], &["error-added"]),
    ("  error 404 gone\n  error 410 gone", "  error 410 gone", &[], &[]),
    ("  error 404 gone", "  error 410 gone", &["error-status-changed"], &["error-status-changed"]),
    (
        "  error 404 gone\n    header etag: text",
        "  error 404 gone",
        &["response.header-removed"],
        &["response.header-removed"],
    ),
    ("  error 404 gone", "  error 404 gone\n    header etag: text", &[], &[]),
    (
        "  error 404 gone\n    header age: u8",
        "  error 404 gone\n    header age: u16",
        &["response.type-changed"],
        &["response.type-changed"],
    ),
];

#[test]
fn a_line_of_an_operation_changes() {
    for (before, after, provider, consumer) in ROWS {
        let operation = |lines: &str| format!("api A /\nGET /a get\n{lines}");
        let (old, new) = (operation(before), operation(after));
        assert_eq!(broken(&old, &new, Party::Provider), provider, "{before} -> {after}");
        assert_eq!(broken(&old, &new, Party::Consumer), consumer, "consumer: {before} -> {after}");
    }
}

#[test]
fn operations_are_told_apart_by_method_and_path() {
    let get = "api A /v1\nGET /a/{id} get\n  path id: u8\n  -> 204";
    let table: [(&str, &[&str]); 10] = [
        ("api A /v1\nGET /a/{other} get\n  path other: u8\n  -> 204", &[]),
        ("api A /v1\nGET /a/{id} get\n  path id: u16\n  -> 204\nGET /b more\n  -> 204", &[]),
        ("api A /v1\nGET /a/{id} fetch\n  path id: u8\n  -> 204", &["warning operation-renamed"]),
        ("api A /v1\nPOST /a/{id} get\n  path id: u8\n  -> 204", &["operation-moved"]),
        ("api A /v1\nGET /b/{id} get\n  path id: u8\n  -> 204", &["operation-moved"]),
        ("api A /v1\nGET /b other\n  -> 204", &["operation-removed"]),
        ("api A /v2\nGET /a/{id} get\n  path id: u8\n  -> 204", &["base-changed"]),
        ("api A /v2\nGET /a/{id} get\n  path id: u8\n  -> 204\nGET /b more\n  -> 204", &["base-changed"]),
        ("api A /\nGET /v1/a/{id} get\n  path id: u8\n  -> 204", &[]),
        ("api A /v1/a\nGET /{id} get\n  path id: u16\n  -> 204", &[]),
    ];
    for (new, expected) in table {
        assert_eq!(broken(get, new, Party::Provider), expected, "{new}");
    }
}

#[test]
fn an_added_route_takes_requests_of_another() {
    let table: [(&str, &str, &[&str]); 17] = [
        ("/a/{id} get\n  path id: text", "/a/new", &["warning path-taken"]),
        ("/a/{id} get\n  path id: text(uuid)", "/a/new", &["warning path-taken"]),
        ("/a/{id} get\n  path id: Kind", "/a/new", &["listed-path-taken"]),
        ("/a/{id} get\n  path id: Kind", "/a/old", &[]),
        ("/a/{id} get\n  path id: boolean", "/a/true", &["listed-path-taken"]),
        ("/a/{id} get\n  path id: boolean", "/a/new", &[]),
        ("/a/{id} get\n  path id: u32", "/a/7", &["warning path-taken"]),
        ("/a/{id} get\n  path id: u32", "/a/new", &[]),
        ("/a/{id} get\n  path id: u32", "/a/-7", &[]),
        ("/a/{id} get\n  path id: text", "/a/new/b", &[]),
        ("/a/{id} get\n  path id: text", "/b/new", &[]),
        ("/a/{id} get\n  path id: text", "/a/{x}.json", &["warning path-taken"]),
        ("/a/{*id} get\n  path id: text", "/a/new/b", &["warning path-taken"]),
        ("/a/{*id} get\n  path id: text", "/a/{x}", &["warning path-taken"]),
        ("/a/{id}/trash get\n  path id: text", "/a/new/{x}", &["warning path-taken"]),
        ("/a/new get", "/a/{x}", &[]),
        ("/{kind}/{id} get\n  path id: text\n  path kind: Kind", "/new/{x}", &["listed-path-taken"]),
    ];
    for (before, added, expected) in table {
        let capture = if added.contains("{x}") { "\n  path x: text" } else { "" };
        let kinds = if before.contains("Kind") { "\nenum Kind external\n  variant new" } else { "" };
        let old = format!("api A /v1\nGET {before}\n  -> 204{kinds}");
        let new = format!("api A /v1\nGET {before}\n  -> 204\nGET {added} other{capture}\n  -> 204{kinds}");
        assert_eq!(broken(&old, &new, Party::Provider), expected, "{before}, {added}");
        assert_eq!(
            broken(&old, &new.replace("GET /", "PUT /").replacen("PUT /", "GET /", 1), Party::Provider),
            [""; 0]
        );
        assert_eq!(broken(&old, &new, Party::Consumer), [""; 0], "consumer: {before}, {added}");
    }
}

#[test]
fn a_consumer_needs_only_what_it_uses() {
    let provider = "api Rooms /v1\nsecurity bearer\nerror 401 unauthorized\n\
        GET /rooms/{id} room\n  path id: u32\n  query verbose: option boolean\n  -> 200 application/json: Room\n  error 404 not_found\n\
        DELETE /rooms/{id} delete\n  path id: u32\n  requires admin\n  -> 204\n\
        struct Room\n  id: u32\n  name: text\n  topic: option text";
    let consumer = |field: &str| {
        format!(
            "api Names /v1\nsecurity bearer\nGET /rooms/{{number}} name\n  path number: u16\n  -> 200 application/json: Name\nstruct Name\n  {field}"
        )
    };
    assert_eq!(broken(&consumer("name: text"), provider, Party::Consumer), [""; 0]);
    assert_eq!(broken(&consumer("topic: text"), provider, Party::Consumer), ["response.null-possible"]);
    assert_eq!(broken(&consumer("title: option text"), provider, Party::Consumer), ["response.optional-field-removed"]);
    assert_eq!(broken(&consumer("title: text"), provider, Party::Consumer), ["response.field-removed"]);
}
