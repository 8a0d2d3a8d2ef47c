//! Export and import of an instance as lines of JSON: a round trip is lossless, and invalid lines import nothing.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chatkit::domain::Instance;
use chatkit::model::{AttachmentId, NewPart, SendMessage};
use chatkit::server::Storage as _;
use chatkit::store::{ImportError, Progress, Source, import};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::place::{Place, sample_instance};

#[test]
fn exporting_an_import_yields_the_same_bytes() {
    let mut place = Place::full();
    let first = place.export();
    let mut other = Place::empty();
    let imported = other.import(&first, false).unwrap();
    assert_eq!(imported.tally.to_string(), "2 users, 1 room, 2 messages, 1 file, 1 cursor");
    assert_eq!(other.export(), first);
    assert_eq!(other.files.read(&AttachmentId::new("picture")).unwrap(), b"\x00\xffbytes");
    let mut again = Place::empty();
    again.import(&Place::empty().export(), false).unwrap();
    assert_eq!(again.export(), Place::empty().export(), "an empty instance can be exported");
}

#[test]
fn a_truncated_export_is_rejected() {
    let whole = Place::full().export();
    let mut place = Place::empty();
    let before = place.contents();
    for (cut, _) in whole.match_indices('\n').filter(|(cut, _)| cut + 1 < whole.len()) {
        for end in [cut - 1, cut + 1] {
            let error = place.import(&whole[..end], false).unwrap_err();
            assert!(matches!(error, ImportError::Line(_)), "{error}");
            assert_eq!(place.contents(), before);
        }
    }
    place.import(&whole, false).unwrap();
}

#[test]
fn an_invalid_line_is_reported_with_the_reason_and_nothing_is_imported() {
    let whole = Place::full().export();
    let lines: Vec<Value> = whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let find = |kind: &str| lines.iter().position(|line| line["record"] == kind).unwrap();
    let (user, room, message, attachment, file) =
        (find("user"), find("room"), find("message"), find("attachment"), find("file"));
    for (index, pointer, value, reason) in [
        (0, "/format", json!("other"), "this is not an export of Chatkit"),
        (0, "/version", json!(2), "this is version 2 of the format, but only version 1 is supported"),
        (0, "/more", json!(1), "unknown field `more`"),
        (0, "/lines", json!(3), "only 3 lines should follow the header"),
        (user, "/record", json!("thing"), "unknown variant `thing`"),
        (user, "/user/naem", json!("x"), "`user.naem` is not a known field"),
        (user, "/user/created_at", json!("yesterday"), "invalid digit"),
        (user, "/number", json!(1_u64 << 53), "is more than"),
        (user, "/global_role", json!("nobody"), "its role nobody does not exist"),
        (user, "/room_roles", json!({"nowhere": "guest"}), "the user has a role in the room nowhere"),
        (user + 1, "/user/id", json!("alice"), "it occurs twice"),
        (room, "/members", json!(["dave"]), "its member dave does not exist"),
        (room, "/room/unread_count", json!(1), "fields that depend on the reader"),
        (message, "/parts/0/url", json!("x"), "`parts.url` is not a known field"),
        (message, "/id", json!(0), "message ids begin at 1"),
        (message + 1, "/id", json!(1), "another message has the id 1"),
        (message, "/room_id", json!("nowhere"), "its room does not exist"),
        (attachment, "/size", json!(8), "has 8 bytes, but its content has 7"),
        (attachment, "/uploaded", json!(false), "no uploaded file picture precedes this line"),
        (file, "/content", json!("%"), "is not Base64"),
        (file, "/id", json!("other"), "no uploaded file other precedes this line"),
    ] {
        let mut changed = lines.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        changed[index].pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.to_owned(), value);
        let text = changed.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
        let mut place = Place::empty();
        let before = place.contents();
        let error = place.import(&text, false).unwrap_err().to_string();
        assert!(error.contains(reason), "{pointer}: {error}");
        // Some errors are detected at a later line.
        let line = match pointer {
            "/lines" => 5,
            "/size" | "/uploaded" => file + 1,
            _ => index + 1,
        };
        assert!(error.starts_with(&format!("line {line}: ")), "{pointer}: {error}");
        assert_eq!(place.contents(), before, "{pointer}");
    }
}

#[test]
fn an_import_replaces_data_only_if_requested_and_keeps_the_id_counter() {
    let whole = Place::full().export();
    let mut place = Place::full();
    let mut busy = sample_instance();
    let text = NewPart::Inline { media_type: "text/plain".to_owned(), content: "more".to_owned() };
    let more = SendMessage { parts: vec![text] };
    let _ = busy.send_message(&"bob".into(), &"lobby".into(), more, Timestamp::UNIX_EPOCH).unwrap();
    place.storage.write(&Instance::restore(busy.records()).map(|_| busy.take_writes()).unwrap()).unwrap();
    place.files.write(&AttachmentId::new("stray"), b"x").unwrap();

    let before = place.contents();
    let error = place.import(&whole, false).unwrap_err();
    assert!(error.to_string().starts_with("the instance is not empty: it has 2 users"), "{error}");
    assert_eq!(place.contents(), before);

    place.import(&whole, true).unwrap();
    let instance = Instance::restore(place.storage.load().unwrap()).unwrap();
    assert_eq!(instance.counters().sent_messages, 3, "assigned ids are not reused");
    assert_eq!(instance.records().skip(1).collect::<Vec<_>>(), sample_instance().records().skip(1).collect::<Vec<_>>());
    assert_eq!(place.contents().1, 1, "only the files of the new state remain");

    let other: String = whole.replace("AP9ieXRlcw==", "AAAAAAAAAA==");
    let error = place.import(&other, true).unwrap_err();
    assert!(error.to_string().contains("the file picture exists with other content"), "{error}");
    assert_eq!(place.files.read(&AttachmentId::new("picture")).unwrap(), b"\x00\xffbytes");
}

#[test]
fn an_import_without_its_folder_of_files_changes_nothing() {
    let whole = Place::empty().export();
    let mut place = Place::full();
    let before = place.storage.load().unwrap();
    fs::remove_dir_all(place.folder.path().join("chat.db.files")).unwrap();
    let error = place.import(&whole, true).unwrap_err();
    assert!(matches!(error, ImportError::Folder(_)), "{error}");
    assert_eq!(place.storage.load().unwrap(), before);
}

/// Removes the folder of files once lines are read, when the import has already checked it.
struct Removing(PathBuf);

impl Progress for Removing {
    fn expect(&mut self, _: u64) {}

    fn advance(&mut self, _: u64) {
        if self.0.exists() {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }
}

#[test]
fn an_import_that_is_committed_succeeds_though_its_files_cannot_be_swept() {
    let mut lines: Vec<String> = Place::full().export().lines().map(ToOwned::to_owned).collect();
    assert!(lines.pop().unwrap().contains(r#""record":"file""#), "the content of the file is last");
    lines[0] = lines[0].replace(&format!("\"lines\":{}", lines.len()), &format!("\"lines\":{}", lines.len() - 1));
    let lines = lines.join("\n");
    let mut place = Place::full();
    let mut removing = Removing(place.folder.path().join("chat.db.files"));
    let source = Source::open(lines.as_bytes()).unwrap();
    let imported = import(source, &mut place.storage, &place.files, true, &mut removing).unwrap();
    assert!(!removing.0.exists());
    assert_eq!(imported.tally.to_string(), "2 users, 1 room, 2 messages, 1 file, 1 cursor");
    assert_eq!(imported.lost, [AttachmentId::new("picture")], "its content is neither in the import nor in the folder");
}

#[test]
fn the_program_exports_and_imports_through_files_and_pipes() {
    let place = Place::full();
    let data = place.folder.path().join("chat.db");
    let lines = place.folder.path().join("lines.json");
    let refused = chatkit(&["export", "-", "--data"], &data);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is in use"), "{refused:?}");
    let folder = place.folder;
    drop((place.storage, place.files));

    let piped = chatkit(&["export", "-", "--data"], &data);
    assert!(piped.status.success(), "{piped:?}");
    let report = String::from_utf8_lossy(&piped.stderr);
    assert_eq!(report.trim_end(), "exported 2 users, 1 room, 2 messages, 1 file, 1 cursor");
    assert!(chatkit(&["export", lines.to_str().unwrap(), "--data"], &data).status.success());
    assert_eq!(fs::read(&lines).unwrap(), piped.stdout);

    let copy = folder.path().join("copy.db");
    let imported = chatkit(&["import", lines.to_str().unwrap(), "--data"], &copy);
    assert!(imported.status.success(), "{imported:?}");
    assert_eq!(chatkit(&["export", "-", "--data"], &copy).stdout, piped.stdout);
    let twice = chatkit(&["import", lines.to_str().unwrap(), "--data"], &copy);
    assert_eq!(twice.status.code(), Some(1));
    let missing = chatkit(&["export", "-", "--data"], &folder.path().join("missing.db"));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("there is no file"), "{missing:?}");
}

/// The id of a file comes from an import, so a terminal must not act on it.
#[test]
fn warnings_of_lost_files_escape_their_ids() {
    let mut place = Place::full();
    let whole = place.export();
    let folder = place.folder;
    let (lines, data) = (folder.path().join("lines.json"), folder.path().join("copy.db"));
    let mut kept: Vec<String> = whole.lines().map(|line| line.replace("picture", r"\u001b[2Jpicture")).collect();
    assert!(kept.pop().unwrap().contains(r#""record":"file""#), "the content of the file is last");
    kept[0] = kept[0].replace(&format!("\"lines\":{}", kept.len()), &format!("\"lines\":{}", kept.len() - 1));
    fs::write(&lines, kept.join("\n")).unwrap();

    let imported = chatkit(&["import", lines.to_str().unwrap(), "--data"], &data);
    let exported = chatkit(&["export", "-", "--data"], &data);
    let mut serve = Command::new(env!("CARGO_BIN_EXE_chatkit"));
    serve.args(["serve", "--listen", "127.0.0.1:0", "--instance", "v1:us1:mine", "--key", "id:secret", "--data"]);
    let mut serving = serve.arg(&data).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = BufReader::new(serving.stdout.take().unwrap()).lines();
    assert!(started.map_while(Result::ok).any(|line| line.starts_with("listening on ")));
    serving.kill().unwrap();
    let served = serving.wait_with_output().unwrap();

    for (output, expected) in [
        (imported, r"warning: the content of the file \u001b[2Jpicture is not in the import"),
        (exported, r"warning: the content of the file \u001b[2Jpicture is missing and was not exported"),
        (served, r"warning: the content of the file \u001b[2Jpicture is missing"),
    ] {
        let report = String::from_utf8(output.stderr).unwrap();
        assert!(report.contains(expected) && !report.contains('\u{1b}'), "{report:?}");
    }
}

fn chatkit(arguments: &[&str], data: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chatkit")).args(arguments).arg(data).output().unwrap()
}
