//! The commands for documents of others.

use std::fs;
use std::process::Command;

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: { title: Rooms }\npaths:\n  /rooms:\n    get:\n      operationId: listRooms\n      \
    responses: { 204: { description: None. } }\n  '/rooms/{id}{format}':\n    get: { responses: {} }\n";

#[test]
fn a_document_becomes_a_lock_and_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rooms.yaml"), DOCUMENT).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_api-tool"));
        let output = command.current_dir(folder.path()).args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let left_out = "GET /rooms/{id}{format}: left out: placeholders without text between them ({id}{format})\n";

    let (code, lock, notes) = run(&["lock", "rooms.yaml"]);
    assert_eq!((code, notes.as_str()), (Some(0), left_out));
    assert_eq!(lock, "lock! { r##\"\nformat 1\napi Rooms /\n\nGET /rooms list_rooms\n  -> 204\n\"## }\n");

    let (code, draft, _) = run(&["trait", "rooms.yaml", "--out", "rooms.rs", "--consumes", "rooms.contract"]);
    assert_eq!((code, draft.as_str()), (Some(0), ""));
    let draft = fs::read_to_string(folder.path().join("rooms.rs")).unwrap();
    assert!(draft.contains("consumes = \"rooms.contract\""), "{draft}");
    assert!(draft.contains("async fn list_rooms(&self) -> Result<(), api_core::Error>;"), "{draft}");
    assert!(draft.contains(&format!("//! * {left_out}")), "{draft}");

    let (code, _, error) = run(&["trait", "none.yaml"]);
    assert_eq!(code, Some(3));
    assert!(error.starts_with("error: cannot read `none.yaml`: "), "{error}");
}
