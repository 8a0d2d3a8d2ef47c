//! The database, its files and an export can be read by their owner alone, also if that was not so before.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use chatkit::model::AttachmentId;
use chatkit::store::{FileFolder, SqliteStorage};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn expose(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn export(database: &Path, lines: &Path) -> Output {
    let mut export = Command::new(env!("CARGO_BIN_EXE_chatkit"));
    export.arg("export").arg(lines).arg("--data").arg(database).output().unwrap()
}

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn files_that_others_could_read_become_private_when_they_are_used() {
    let place = tempfile::tempdir().unwrap();
    let database = place.path().join("chat.db");
    let log = place.path().join("chat.db-wal");
    let content = FileFolder::path_for(&database);
    let stored = |folder: &FileFolder, name: &str| folder.write(&AttachmentId::new(name), b"content").unwrap();

    let open = SqliteStorage::open(&database, "mine").unwrap();
    stored(&FileFolder::open(&content).unwrap(), "a");
    assert_eq!(
        [&database, &log, &content, &content.join("a.file")].map(|path| mode(path)),
        [0o600, 0o600, 0o700, 0o600]
    );

    // A log that a killed process has left.
    let left = fs::read(&log).unwrap();
    drop(open);
    fs::write(&log, left).unwrap();
    expose(&database, 0o644);
    expose(&log, 0o664);
    expose(&content, 0o755);
    let _open = SqliteStorage::open(&database, "mine").unwrap();
    drop(FileFolder::open(&content).unwrap());
    assert_eq!([&database, &log, &content].map(|path| mode(path)), [0o600, 0o600, 0o700]);
}

#[test]
fn a_file_that_is_no_database_of_chatkit_keeps_its_permissions() {
    let place = tempfile::tempdir().unwrap();
    let other = place.path().join("other.txt");
    fs::write(&other, "not a database, but a text of some length").unwrap();
    expose(&other, 0o644);
    SqliteStorage::open(&other, "mine").unwrap_err();
    assert_eq!(mode(&other), 0o644);
}

#[test]
fn an_export_is_private_also_where_a_readable_one_was() {
    let place = tempfile::tempdir().unwrap();
    let (database, lines) = (place.path().join("chat.db"), place.path().join("lines.json"));
    drop(SqliteStorage::open(&database, "mine").unwrap());
    fs::write(&lines, "an earlier export").unwrap();
    expose(&lines, 0o644);
    let exported = export(&database, &lines);
    assert!(exported.status.success(), "{exported:?}");
    assert_eq!(mode(&lines), 0o600);
    assert!(fs::read_to_string(&lines).unwrap().starts_with(r#"{"format":"chatkit""#));
}

#[test]
fn an_export_is_not_written_through_a_link_beside_its_file() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    let database = path("chat.db");
    drop(SqliteStorage::open(&database, "mine").unwrap());
    fs::write(path("others.txt"), "the file of somebody else").unwrap();
    expose(&path("others.txt"), 0o644);
    // The name under which exports were once written.
    symlink(path("others.txt"), path("lines.json.unfinished")).unwrap();
    let exported = export(&database, &path("lines.json"));
    assert!(exported.status.success(), "{exported:?}");
    assert_eq!(fs::read_to_string(path("others.txt")).unwrap(), "the file of somebody else");
    assert_eq!(mode(&path("others.txt")), 0o644);
    assert!(fs::symlink_metadata(path("lines.json")).unwrap().is_file());
    assert_eq!(mode(&path("lines.json")), 0o600);
}

#[test]
fn a_failed_export_leaves_no_file() {
    let place = tempfile::tempdir().unwrap();
    let (database, folder) = (place.path().join("chat.db"), place.path().join("lines.json"));
    drop(SqliteStorage::open(&database, "mine").unwrap());
    drop(FileFolder::open(FileFolder::path_for(&database)).unwrap());
    // A folder with the final name makes the rename fail.
    fs::create_dir(&folder).unwrap();
    let before = names(place.path());
    let exported = export(&database, &folder);
    assert_eq!(exported.status.code(), Some(1));
    let report = String::from_utf8_lossy(&exported.stderr);
    assert!(report.contains(&format!("`{}` cannot be written", folder.display())), "{report}");
    assert_eq!(names(place.path()), before);
}
