//! Documents and clients of contracts that are files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const LOCK: &str = "lock! { r##\"\nformat 1\napi Rooms /v1\n\nGET /rooms/{id} room\n  path id: u32\n  -> 200 \
                    application/json: Room\n\nstruct Room\n  name: text\n\"## }\n";
const DOCUMENT: &str = "openapi: 3.1.0\ninfo: { title: Halls, version: '1' }\npaths:\n  /halls:\n    get:\n      \
                        operationId: halls\n      responses: { '204': { description: Nothing. } }\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_api-tool")).current_dir(folder).args(arguments).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rooms.contract"), LOCK).unwrap();
    fs::write(folder.path().join("halls.yaml"), DOCUMENT).unwrap();
    folder
}

#[test]
fn each_document_is_printed_of_locks_and_foreign_documents() {
    let folder = folder();
    for (arguments, parts) in [
        (&["openapi"][..], &["\"openapi\": \"3.1.1\"", "\"/v1/rooms/{id}\"", "\"/halls\"", "\"title\": \"Rooms\""][..]),
        (&["--title", "Both", "openapi", "--spec", "3.0"], &["\"openapi\": \"3.0.4\"", "\"title\": \"Both\""]),
        (&["asyncapi"], &["\"asyncapi\": \"3.0.0\""]),
        (&["typescript"], &["export function roomsRoom(client: Client", "export function hallsHalls("]),
        (&["markdown"], &["# Rooms", "/v1/rooms/{id}"]),
        (&["schema", "Room"], &["\"name\""]),
        (&["routes"], &["GET       /rooms/{id}", "GET       /halls"]),
    ] {
        let output = run(folder.path(), &[&["--of", "rooms.contract", "--of", "halls.yaml"], arguments].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        for part in parts {
            assert!(text.contains(part), "{arguments:?} lacks {part}:\n{text}");
        }
    }
}

#[test]
fn what_is_missing_is_named() {
    let folder = folder();
    for (arguments, expected) in [
        (
            &["openapi"][..],
            "error: documents are made of contracts: name one, as in `api-tool --of rooms.contract openapi`\n",
        ),
        (&["--of", "rooms.contract", "explain", "GET", "/"], "error: a contract does not say how requests are routed"),
        (&["--of", "none.contract", "openapi"], "error: cannot read `none.contract`: No such file"),
        (&["--of", "rooms.contract", "schema", "Hall"], "error: no API has a type `Hall`\nexpected: one of Room"),
    ] {
        let output = run(folder.path(), arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && error.starts_with(expected), "{arguments:?}: {error}");
    }
}
