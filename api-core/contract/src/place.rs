//! Contracts by their places: files, or files of revisions of git, which are locks or OpenAPI documents.

use std::fs;
use std::path::Path;
use std::process::Command;

use api_lock::Lock;

use crate::openapi::{Import, lock_of_openapi, read_document};
use crate::texts::Texts;

/// A contract that cannot be read. `Display` says what is wrong and names the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnreadableContract(String);

/// Reads a contract: a lock or an OpenAPI document, of a file or of a revision of git as `REVISION:FILE`.
///
/// # Errors
///
/// Returns an error if there is no such text, or if it is neither.
pub fn read_contract(place: &str) -> Result<Import, UnreadableContract> {
    let text = text_in(Path::new("."), place).map_err(|error| {
        let problem = if is_revision(place) { "git has no" } else { "cannot read" };
        UnreadableContract(format!("{problem} `{place}`: {error}"))
    })?;
    contract(place, &text).map_err(UnreadableContract)
}

/// Returns the text of a place. An error is the cause, and does not name the place.
fn text_in(folder: &Path, place: &str) -> Result<String, String> {
    let file = folder.join(place);
    if file.exists() || !place.contains(':') {
        return fs::read_to_string(file).map_err(|error| error.to_string());
    }
    let shown = Command::new("git").current_dir(folder).args(["show", "--end-of-options", place]).output();
    let shown = shown.map_err(|error| format!("git cannot be run: {error}"))?;
    if !shown.status.success() {
        return Err(String::from_utf8_lossy(&shown.stderr).trim().to_owned());
    }
    String::from_utf8(shown.stdout).map_err(|_| "it is no text".to_owned())
}

/// Returns whether a place names a revision of git.
fn is_revision(place: &str) -> bool {
    place.contains(':') && !Path::new(place).exists()
}

/// Reads the text of a lock or of an OpenAPI document.
///
/// # Errors
///
/// Returns what is wrong with it, which names the place.
fn contract(place: &str, text: &str) -> Result<Import, String> {
    if text.starts_with("lock!") {
        let lock =
            Lock::parse(text).map_err(|error| format!("`{place}` is no lock that this version reads: {error}"))?;
        return Ok(Import { lock, notes: Vec::new(), texts: Texts::default() });
    }
    let document = read_document(text).map_err(|error| format!("{place}: {error}"))?;
    lock_of_openapi(&document).map_err(|error| format!("{place}: {error}"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use api_core::contract::Party;

    use crate::comparison::{Comparison, Verdict};

    use super::{contract, is_revision, text_in};

    const DOCUMENT: &str = "openapi: 3.1.0\ninfo: { title: Rooms, version: '1' }\npaths:\n  /rooms:\n    get:\n      \
                            operationId: rooms\n      responses: { '204': { description: Nothing. } }\n";

    #[test]
    fn documents_and_locks_are_read_alike() {
        let document = contract("rooms.yaml", DOCUMENT).expect("a document").lock;
        let lock = contract("rooms.contract", &document.to_string()).expect("a lock").lock;
        assert_eq!(document.to_string(), lock.to_string());
        assert!(document.to_string().contains("GET /rooms rooms"), "{document}");
        let newer = contract("rooms.contract", "lock! { r##\"\nformat 9\n");
        assert!(newer.is_err_and(|error| error.starts_with("`rooms.contract` is no lock that this version reads: ")));
        assert!(contract("rooms.yaml", "a: [").is_err_and(|error| error.starts_with("rooms.yaml: this is not YAML")));
    }

    #[test]
    fn a_document_is_read_from_a_revision() {
        let folder = tempfile::tempdir().expect("a folder");
        let git = |arguments: &[&str]| {
            let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
            let output = Command::new("git").current_dir(&folder).args(identity).args(arguments).output();
            assert!(output.expect("git").status.success(), "{arguments:?}");
        };
        git(&["init", "--quiet"]);
        let write = |text: &str| fs::write(folder.path().join("rooms.yaml"), text).expect("a file");
        write(DOCUMENT);
        git(&["add", "rooms.yaml"]);
        git(&["commit", "--quiet", "-m", "first"]);
        write(&DOCUMENT.replace("/rooms:", "/halls:"));
        let lock = |place: &str| contract(place, &text_in(folder.path(), place).expect(place)).expect(place).lock;
        let (old, new) = (lock("HEAD:rooms.yaml"), lock("rooms.yaml"));
        let comparison = Comparison::of(&old, &new, Party::Provider).expect("locks");
        assert_eq!(comparison.verdict(), Verdict::Breaking);
        assert!(is_revision("HEAD:rooms.yaml") && !is_revision("rooms.yaml"));
        assert!(text_in(folder.path(), "gone:rooms.yaml").is_err_and(|error| error.contains("gone")));
    }
}
