//! What cannot be kept is counted, and the program prints it.

use std::fs;

use api_core::Patch;
use chatkit::domain::Instance;
use chatkit::server::Storage as _;
use serde_json::json;

use super::super::place::Place;
use super::{chatkit, import_text, lines, sample, sample_lines};

#[test]
fn everything_that_is_not_kept_is_counted() {
    let mut objects = sample_lines();
    objects[0]["nickname"] = json!("Al");
    objects[1]["nickname"] = json!(null);
    objects[2]["deleted_at"] = json!("2020-03-01T00:00:00Z");
    objects[3]["member_ids"] = json!(["alice", "bruno", "nobody", "alice"]);
    objects[4]["deleted_at"] = json!("2020-03-02T00:00:00Z");
    objects[5]["parts"][0]["payload"]["language"] = json!("en");
    objects[6]["parts"][0]["payload"]["language"] = json!("pl");
    let mut place = Place::empty();
    let remarks = import_text(&mut place, lines(&objects), false).unwrap().remarks;
    assert_eq!(
        remarks.losses(),
        [
            "attachments that became links without name, size and custom data (the export does not have their content, \
             and their addresses may have expired): 2",
            "deleted users that were left out: 1",
            "deleted rooms that were left out: 1",
            "messages that were left out with their deleted room: 2",
            "deleted messages that were left out: 1",
            "members that were left out of rooms (the export has no such users): 1",
            "unknown fields `language` of a part's payload: 2",
            "unknown fields `nickname` of a user: 1",
        ]
    );
    assert_eq!(remarks.notes(), ["messages that were kept although the export does not have their sender: 1"]);
    let instance = Instance::restore(place.storage.load().unwrap()).unwrap();
    let room = instance.room(&"workshop".into()).unwrap();
    assert_eq!(room.member_user_ids, Patch::Value(vec!["alice".into(), "bruno".into()]));
}

#[test]
fn a_room_whose_messages_are_not_in_the_export_is_counted() {
    let mut objects = sample_lines();
    objects.retain(|object| object["room_id"] != "5f2c");
    let remarks = import_text(&mut Place::empty(), lines(&objects), false).unwrap().remarks;
    assert_eq!(remarks.rooms_without_last_message, 1);
    let line = "rooms that had messages and have none now, nor the time of the last one: 1";
    assert!(remarks.losses().contains(&line.to_owned()), "{:?}", remarks.losses());
    objects[4]["last_message_at"] = json!(null);
    let remarks = import_text(&mut Place::empty(), lines(&objects), false).unwrap().remarks;
    assert_eq!(remarks.rooms_without_last_message, 0);
}

#[test]
fn the_number_of_unknown_fields_counted_by_name_is_bounded() {
    let mut objects = sample_lines();
    for number in 0..500 {
        objects[0][format!("field-{number:03}")] = json!(1);
    }
    objects[1]["f".repeat(101)] = json!(1);
    let remarks = import_text(&mut Place::empty(), lines(&objects), false).unwrap().remarks;
    assert_eq!((remarks.ignored.len(), remarks.ignored_others), (100, 401));
    assert!(remarks.losses().contains(&"further unknown fields: 401".to_owned()));
}

#[test]
fn the_program_reports_what_it_imported_and_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for file in ["users.ndjson", "rooms.ndjson", "messages.ndjson"] {
        fs::copy(sample().join("export").join(file), path(file)).unwrap();
    }
    fs::write(path("cursors.ndjson"), "{}").unwrap();
    let exported = folder.path().to_str().unwrap();
    let imported = chatkit(&["import", exported, "--data", &path("chat.db"), "--instance", "v1:us1:mine"]);
    assert!(imported.status.success(), "{imported:?}");
    let report = String::from_utf8(imported.stderr).unwrap();
    assert_eq!(
        report.lines().collect::<Vec<_>>(),
        [
            "warning: attachments that became links without name, size and custom data (the export does not have \
             their content, and their addresses may have expired): 2",
            "warning: deleted messages that were left out: 1",
            "warning: file that was not read: cursors.ndjson",
            "note: messages that were kept although the export does not have their sender: 1",
            "note: rooms that were kept although the export does not have their creator: 1",
            "note: the export has no roles and no cursors: no role was assigned, and every message is unread",
            "imported 3 users, 2 rooms, 6 messages, 0 files, 0 cursors",
        ]
    );
    let again = chatkit(&["import", exported, "--data", &path("chat.db"), "--instance", "v1:us1:mine"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("the instance is not empty: it has 3 users"), "{again:?}");
    let replaced = chatkit(&["import", exported, "--data", &path("chat.db"), "--instance", "v1:us1:mine", "--replace"]);
    assert!(replaced.status.success(), "{replaced:?}");
    let other = chatkit(&["import", exported, "--data", &path("chat.db"), "--replace"]);
    let report = String::from_utf8_lossy(&other.stderr);
    assert!(report.contains("the export names no instance") && report.contains("holds the instance mine"), "{report}");
}

#[test]
fn the_help_names_both_kinds_of_exports() {
    let help = String::from_utf8(chatkit(&["import", "--help"]).stdout).unwrap();
    for text in ["chatkit export", "users.ndjson, rooms.ndjson and\n    messages.ndjson", "--replace"] {
        assert!(help.contains(text), "`{text}` is missing from:\n{help}");
    }
}
