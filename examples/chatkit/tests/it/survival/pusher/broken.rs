//! Broken exports: each is rejected with the place, the reason and the remedy, and nothing is stored.

use std::fs;
use std::path::Path;

use chatkit::store::{Input, PusherExport};
use serde_json::{Value, json};

use super::super::place::Place;
use super::{chatkit, import_text, lines, sample_lines, sample_objects};

/// Imports a text, and returns the error. Neither an empty nor a full instance may have changed.
fn refusal(text: impl Into<Vec<u8>>) -> String {
    let text = text.into();
    let mut empty = Place::empty();
    let mut full = Place::full();
    let before = (empty.contents(), full.contents());
    let error = import_text(&mut empty, text.clone(), false).unwrap_err().to_string();
    assert_eq!(import_text(&mut full, text, true).unwrap_err().to_string(), error);
    assert!((empty.contents(), full.contents()) == before, "something was stored: {error}");
    error
}

#[test]
fn a_wrong_field_is_reported_with_its_line_what_was_expected_and_what_to_do() {
    let sample = sample_lines();
    let missing = json!("(missing)");
    let (user, room, message, file) = (0, 3, 5, 10);
    let too_large = (1_u64 << 53) - (1 << 40) + 1;
    for (index, pointer, value, reason) in [
        (user, "/id", json!(7), "`id`: it is 7, expected a text"),
        (user, "/id", json!(""), "`id`: it is empty, expected an id"),
        (user, "/id", json!(".."), "`id`: it is `..`, which no address can hold: choose another id"),
        (user, "/id", json!("x".repeat(256)), "`id`: it has 256 characters, but an id has at most 255"),
        (
            user + 1,
            "/id",
            json!("alice"),
            "`id`: another user has the id alice (all.ndjson, line 1): remove one of them, or",
        ),
        (user, "/name", missing.clone(), "`name`: it is missing, expected a text"),
        (user, "/name", json!(null), "`name`: it is null, expected a text"),
        (user, "/avatar_url", json!(["x"]), "`avatar_url`: it is [\"x\"], expected a text"),
        (user, "/custom_data", json!("x"), "`custom_data`: it is \"x\", expected an object or null"),
        (
            user,
            "/custom_data",
            json!({"a": "x".repeat(5200)}),
            "`custom_data`: it has more than 5120 bytes or 32 levels: shorten it",
        ),
        (
            user,
            "/created_at",
            json!("yesterday"),
            "`created_at`: it is \"yesterday\", expected a time such as 2020-03-25T10:52:07Z (RFC 3339)",
        ),
        (user, "/created_at", json!(1_585_133_527), "`created_at`: it is 1585133527, expected a time"),
        (
            user,
            "/record",
            json!("user"),
            "it is a line of `chatkit export`, but this file is an export of Pusher's Chatkit: import the two apart",
        ),
        (room, "/private", json!("yes"), "`private`: it is \"yes\", expected true or false"),
        (room, "/created_by_id", missing.clone(), "`created_by_id`: it is missing, expected a text"),
        (room, "/member_ids", json!("alice"), "`member_ids`: it is \"alice\", expected a list of ids"),
        (room, "/member_ids", json!(["alice", 2]), "`member_ids[1]`: it is 2, expected an id as a text"),
        (room + 1, "/id", json!("workshop"), "`id`: another room has the id workshop (all.ndjson, line 4)"),
        (message, "/id", json!("1041"), "`id`: it is \"1041\", expected a whole number from 1 to 9006099743113216"),
        (message, "/id", json!(0), "`id`: it is 0, expected a whole number"),
        (message, "/id", json!(1.5), "`id`: it is 1.5, expected a whole number"),
        (message, "/id", json!(too_large), "to 9006099743113216, which leaves ids for new messages below 2^53"),
        (
            message + 1,
            "/id",
            json!(1041),
            "`id`: another message has the id 1041 (all.ndjson, line 6): remove one of them, or give it an unused id",
        ),
        (
            message,
            "/room_id",
            json!("nowhere"),
            "`room_id`: no room nowhere precedes the message: add the room to the export, or remove the message",
        ),
        (message, "/sender_id", missing.clone(), "`sender_id`: it is missing, expected a text"),
        (
            message,
            "/parts",
            json!([]),
            "`parts`: it is empty, expected at least one part: add one, or remove the message",
        ),
        (message, "/parts", json!({}), "`parts`: it is {}, expected a list"),
        (message, "/parts/0", json!("hi"), "`parts[0]`: it is \"hi\", expected an object"),
        (
            message,
            "/parts/0/part_type",
            json!("video"),
            "`parts[0].part_type`: it is `video`, expected `inline`, `url` or `attachment`",
        ),
        (message, "/parts/0/payload", missing.clone(), "`parts[0].payload`: it is missing, expected an object"),
        (
            message,
            "/parts/0/payload/content",
            json!({"a": "x".repeat(100)}),
            "`parts[0].payload.content`: it is {\"a\":\"xxxx",
        ),
        (
            file,
            "/parts/0/payload/download_url",
            missing.clone(),
            "`parts[0].payload.download_url`: it is missing, expected a text",
        ),
    ] {
        let mut changed = sample.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match changed[index].pointer_mut(parent).unwrap() {
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
            Value::Object(members) if value == missing => drop(members.remove(key)),
            other => other[key] = value,
        }
        let error = refusal(lines(&changed));
        let expected = format!("all.ndjson, line {}: ", index + 1);
        assert!(error.starts_with(&expected) && error.contains(reason), "{pointer}: {error}");
        assert!(error.len() < 300, "a wrong value is not shown whole: {error}");
    }
}

#[test]
fn a_broken_line_is_reported_with_its_place() {
    let whole = lines(&sample_lines());
    let third = whole.match_indices('\n').nth(1).unwrap().0 + 1;
    let with = |bytes: &[u8]| [&whole.as_bytes()[..third], bytes].concat();
    for (text, reason) in [
        (
            with(&whole.as_bytes()[third..third + 30]),
            "it is not JSON: EOF while parsing a string: the object was cut off",
        ),
        (with(b"{\"id\":\"x\xff\"}\n"), "byte 9 is not UTF-8: save the file in UTF-8"),
        (with(b"users\n"), "column 1: it is not JSON: expected value"),
        (with(b"[]\n"), "an object in `{` and `}` is expected on each line"),
        (with(b"{}\n"), "it is neither a user (`id`, `name`), nor a room"),
        (with(b"{\"format\":\"chatkit\",\"version\":1}\n"), "it is a line of `chatkit export`"),
    ] {
        let error = refusal(text);
        assert!(error.starts_with("all.ndjson, line 3: ") && error.contains(reason), "{error}");
    }
    let array = serde_json::to_string(&sample_lines()).unwrap();
    let error = refusal(&array.as_bytes()[..array.len() - 1]);
    assert!(error.ends_with("the file ends before the closing `]` of its array: it was cut off"), "{error}");
}

#[test]
fn a_file_that_was_cut_off_within_a_line_is_rejected() {
    let whole = lines(&sample_lines());
    for cut in (10..whole.len()).step_by(137) {
        let text = &whole.as_bytes()[..cut];
        if text.ends_with(b"\n") || whole.as_bytes()[cut] == b'\n' {
            // Nothing in the form shows that lines are missing.
            continue;
        }
        let error = refusal(text);
        let line = text.split(|byte| *byte == b'\n').count();
        assert!(error.starts_with(&format!("all.ndjson, line {line}: ")), "{error}");
        assert!(error.contains("the object was cut off") || error.contains("is not UTF-8"), "{error}");
    }
}

#[test]
fn objects_in_the_wrong_order_are_reported() {
    let mut objects = sample_lines();
    objects.swap(2, 3);
    let error = refusal(lines(&objects));
    assert_eq!(error, "all.ndjson, line 4: a user follows a room: put users first, then rooms, then messages");
    for empty in ["", "\n", "[]"] {
        assert_eq!(refusal(empty), "there is nothing to import in all.ndjson: expected users, rooms and messages");
    }
}

#[test]
fn errors_in_a_folder_name_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let whole = || {
        for kind in ["users", "rooms", "messages"] {
            fs::write(path(&format!("{kind}.ndjson")), lines(&sample_objects(&format!("{kind}.ndjson")))).unwrap();
        }
    };
    let refused = || {
        let mut place = Place::empty();
        let before = place.contents();
        let error = super::import_folder(&mut place, folder.path(), false).unwrap_err().to_string();
        assert_eq!(place.contents(), before);
        error
    };
    whole();
    let mut rooms = sample_objects("rooms.ndjson");
    rooms[1]["name"] = json!(5);
    fs::write(path("rooms.ndjson"), lines(&rooms)).unwrap();
    assert_eq!(refused(), "rooms.ndjson, line 2: `name`: it is 5, expected a text");

    whole();
    fs::write(path("rooms.ndjson"), "").unwrap();
    assert!(refused().starts_with("messages.ndjson, line 1: `room_id`: no room workshop precedes"), "{}", refused());

    whole();
    fs::copy(path("messages.ndjson"), path("users.ndjson")).unwrap();
    let expected = "users.ndjson, line 1: it is a message, but this file has users: move it to messages.ndjson";
    assert_eq!(refused(), expected);

    for kind in ["users", "rooms", "messages"] {
        fs::write(path(&format!("{kind}.ndjson")), "\n").unwrap();
    }
    assert_eq!(
        refused(),
        "there is nothing to import in users.ndjson, rooms.ndjson, messages.ndjson: expected users, rooms and messages"
    );
}

#[test]
fn a_folder_that_is_no_export_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let open = |folder: &Path| PusherExport::open_folder(folder).unwrap_err().to_string();
    assert!(open(folder.path()).contains("has no users.ndjson: an export of Pusher's Chatkit has users.ndjson, rooms"));
    let within = folder.path().join("export");
    fs::create_dir(&within).unwrap();
    for name in ["users.ndjson", "users.json", "rooms.json"] {
        fs::write(within.join(name), "").unwrap();
    }
    let error = open(folder.path());
    assert!(
        error.ends_with("export has users.ndjson and users.json: remove the one that is not to be imported"),
        "{error}"
    );
    fs::remove_file(within.join("users.json")).unwrap();
    let error = open(folder.path());
    assert!(error.contains("export has no messages.ndjson") && error.ends_with("make an empty file"), "{error}");
    assert!(open(&folder.path().join("nowhere")).contains("has no users.ndjson"));
}

#[test]
fn an_input_that_is_no_export_is_explained() {
    for (bytes, reason) in [
        (&b""[..], "data is empty: expected the lines of `chatkit export`, or an export of Pusher's Chatkit"),
        (b" \n\n", "data is empty"),
        (b"id,name\n1,Alice\n", "data does not begin with a JSON object or array: expected the lines"),
        (b"\x1f\x8b\x08\0", "data is compressed: unpack it with `gunzip` first"),
        (b"PK\x03\x04\x14", "data is compressed: unpack it with `unzip` first"),
        (b"{\"format\":\"other\"}\n", "line 1: this is not an export of Chatkit"),
        (b"\n{\"record\":\"user\"}\n", "line 1: this is not an export of Chatkit"),
    ] {
        let error = Input::from_stream("data".to_owned(), bytes).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn the_program_fails_with_the_reason_and_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut objects = sample_lines();
    objects[5]["room_id"] = json!("nowhere");
    fs::write(path("all.ndjson"), lines(&objects)).unwrap();
    let refused = chatkit(&["import", &path("all.ndjson"), "--data", &path("chat.db"), "--instance", "v1:us1:mine"]);
    assert_eq!(refused.status.code(), Some(1));
    let report = String::from_utf8(refused.stderr).unwrap();
    assert!(report.contains(&format!("error: {}, line 6: `room_id`: no room nowhere", path("all.ndjson"))), "{report}");
    let exported = chatkit(&["export", "-", "--data", &path("chat.db")]);
    assert!(
        String::from_utf8_lossy(&exported.stderr).contains("exported 0 users, 0 rooms, 0 messages"),
        "{exported:?}"
    );
}
