//! Database files that cannot be used: each is rejected with the reason, and unchanged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chatkit::domain::Instance;
use chatkit::model::CreateUser;
use chatkit::server::Storage as _;
use chatkit::store::{OpenError, SqliteStorage};
use jiff::Timestamp;
use rusqlite::Connection;
use tempfile::TempDir;

/// Creates a closed database of several pages in a temporary folder.
fn closed_database() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.db");
    let mut storage = SqliteStorage::open(&path, "mine").unwrap();
    let mut instance = Instance::new();
    for number in 0..200 {
        let user = CreateUser {
            id: format!("{number}").as_str().into(),
            name: "n".repeat(250),
            avatar_url: None,
            custom_data: None,
        };
        let _ = instance.create_user(user, Timestamp::UNIX_EPOCH).unwrap();
    }
    storage.write(&instance.take_writes()).unwrap();
    drop(storage);
    (folder, path)
}

/// Returns the error of opening or loading a file, and asserts that the file is unchanged.
fn rejection(path: &Path) -> String {
    let before = fs::read(path).unwrap();
    let error = match SqliteStorage::open(path, "mine") {
        Err(error) => error.to_string(),
        Ok(mut storage) => {
            let error = storage.load().expect_err("the file is unusable");
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            format!("{error}: {}", cause.unwrap_or_default())
        }
    };
    assert!(fs::read(path).unwrap() == before, "{error}, and the file was changed");
    error
}

#[test]
fn a_file_that_is_no_database_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    for content in ["Dear Sir or Madam".to_owned(), "x".repeat(100_000)] {
        fs::write(&path, content).unwrap();
        assert!(rejection(&path).ends_with("letter.txt is not a database of Chatkit"));
    }
}

#[test]
fn a_database_of_another_program_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photos.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE photos (id INTEGER); PRAGMA user_version = 1")
        .unwrap();
    assert!(rejection(&path).ends_with("photos.db is not a database of Chatkit"));
}

#[test]
fn a_truncated_database_is_rejected() {
    let (_folder, path) = closed_database();
    let whole = fs::read(&path).unwrap();
    for part in 1..10 {
        fs::write(&path, &whole[..whole.len() * part / 10]).unwrap();
        let error = rejection(&path);
        assert!(error.contains("is damaged") || error.contains("is not a database"), "{part}/10: {error}");
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(SqliteStorage::open(&path, "mine").unwrap().load().unwrap().len(), 203);
}

#[test]
fn a_database_of_another_instance_is_rejected_and_both_are_named() {
    let (_folder, path) = closed_database();
    let before = fs::read(&path).unwrap();
    let error = SqliteStorage::open(&path, "yours").unwrap_err();
    assert!(error.to_string().ends_with("chat.db holds the instance mine, not yours"), "{error}");
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn a_database_of_a_newer_version_is_rejected() {
    let (_folder, path) = closed_database();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = rejection(&path);
    assert!(error.contains("was written by a newer version: it is at step 99"), "{error}");
}

#[test]
fn a_database_in_use_is_rejected_until_it_is_closed() {
    let (_folder, path) = closed_database();
    let first = SqliteStorage::open(&path, "mine").unwrap();
    for second in [SqliteStorage::open(&path, "mine"), SqliteStorage::open_existing(&path)] {
        assert!(matches!(second, Err(OpenError::InUse(_))), "{second:?}");
    }
    drop(first);
    SqliteStorage::open(&path, "mine").unwrap();
}

#[test]
fn a_special_name_of_sqlite_is_rejected_and_creates_no_file() {
    let folder = tempfile::tempdir().unwrap();
    for name in [Path::new(":memory:"), &folder.path().join(":memory:"), Path::new(""), Path::new("..")] {
        for refused in [SqliteStorage::open(name, "mine"), SqliteStorage::open_existing(name)] {
            assert!(matches!(refused, Err(OpenError::NoFile(_))), "{name:?}: {refused:?}");
        }
    }
    let mut serve = Command::new(env!("CARGO_BIN_EXE_chatkit"));
    let refused =
        serve.args(["serve", "--listen", "127.0.0.1:0", "--data", ":memory:"]).current_dir(&folder).output().unwrap();
    let error = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && error.contains("`:memory:` is not the name of a file"), "{error}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "no file was created");
}

#[test]
fn errors_of_creating_a_database_name_the_path() {
    let (folder, path) = closed_database();
    for impossible in [folder.path().join("no such folder/chat.db"), path.join("chat.db"), folder.path().to_owned()] {
        let error = SqliteStorage::open(&impossible, "mine").unwrap_err();
        assert!(error.to_string().contains(&*impossible.to_string_lossy()), "{error}");
    }
    let missing = SqliteStorage::open_existing(&folder.path().join("missing.db"));
    assert!(matches!(missing, Err(OpenError::Missing(_))));
    assert!(!folder.path().join("missing.db").exists());
}
