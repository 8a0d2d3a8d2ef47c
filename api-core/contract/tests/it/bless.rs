//! Files: read, checked, written.

use std::fs;

use api_contract::{LockError, Verdict, assert_locked, bless, check, read};
use api_core::{Error, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Before {
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct After {
    pub name: Option<String>,
}

#[api]
trait Old {
    #[get("/room")]
    async fn room(&self) -> Result<Before, Error>;
}

#[api]
trait More {
    #[get("/room")]
    async fn room(&self) -> Result<Before, Error>;
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Vec<Before>, Error>;
}

#[api]
trait Broken {
    #[get("/room")]
    async fn room(&self) -> Result<After, Error>;
}

#[test]
fn a_lock_is_written_at_once_unless_clients_break() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rooms.contract");
    bless(&path, OldApi::DESCRIPTION, None, "2026-11-29").unwrap();
    assert_locked(&path, OldApi::DESCRIPTION);
    // More is written without a reason.
    assert_eq!(check(&path, MoreApi::DESCRIPTION).unwrap().verdict(), Verdict::Compatible);
    bless(&path, MoreApi::DESCRIPTION, None, "2026-11-30").unwrap();
    assert_locked(&path, MoreApi::DESCRIPTION);
    // What breaks clients needs one, and the file stays as it was.
    let before = fs::read_to_string(&path).unwrap();
    let refused = bless(&path, BrokenApi::DESCRIPTION, None, "2026-12-01");
    assert!(matches!(refused, Err(LockError::NoReason { .. })), "{refused:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    bless(&path, BrokenApi::DESCRIPTION, Some("rooms without names"), "2026-12-01").unwrap();
    assert_locked(&path, BrokenApi::DESCRIPTION);
    let lock = read(&path).unwrap();
    let recorded: Vec<String> =
        lock.breaks.iter().map(|one| format!("{} {} {}: {}", one.date, one.rule, one.subject, one.reason)).collect();
    assert_eq!(
        recorded,
        [
            "2026-12-01 response.null-possible After.name: rooms without names",
            "2026-12-01 operation-removed GET /rooms rooms: rooms without names",
        ]
    );
    // The next one keeps what is recorded.
    bless(&path, BrokenApi::DESCRIPTION, None, "2026-12-02").unwrap();
    assert_eq!(read(&path).unwrap(), lock);
}

#[test]
#[should_panic(expected = "is not the contract of `More` any more: run its command `contract bless`")]
fn a_test_fails_while_the_lock_is_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rooms.contract");
    bless(&path, OldApi::DESCRIPTION, None, "2026-11-29").unwrap();
    assert_locked(&path, MoreApi::DESCRIPTION);
}

#[test]
fn a_file_that_is_no_lock_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rooms.contract");
    let missing = read(&path).unwrap_err();
    assert!(matches!(missing, LockError::File { .. }), "{missing:?}");
    fs::write(&path, "lock! { r##\"\nformat 9\n\"## }\n").unwrap();
    let newer = bless(&path, OldApi::DESCRIPTION, None, "2026-11-29").unwrap_err();
    let source = std::error::Error::source(&newer).unwrap().to_string();
    assert!(source.starts_with("line 2: the lock has format 9, and this version knows 1"), "{source}");
    fs::write(&path, "lock! { r##\"\nformat 1\napi A /\nGET /a a\n  -> 200 application/json: Gone\n\"## }\n").unwrap();
    let invalid = check(&path, OldApi::DESCRIPTION).unwrap_err();
    assert_eq!(std::error::Error::source(&invalid).unwrap().to_string(), "the lock has no type `Gone`");
}
