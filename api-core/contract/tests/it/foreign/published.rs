//! Published documents with hundreds of operations: lock, text, draft, `cargo check`.

use std::io::Read as _;
use std::path::Path;

use api_contract::draft::{DraftOptions, draft_trait};
use api_contract::openapi::{Import, lock_of_openapi};
use api_contract::{Effect, count_by_reason};
use api_lock::Lock;

use super::compiled::{check, write_crate};

/// Reads an excerpt from the folder `tests/published`.
fn document(name: &str) -> serde_json::Value {
    let path = folder().join("tests/published").join(name).with_extension("json.gz");
    let file = std::fs::File::open(&path).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_text_of_a_published_lock_is_read_as_it_was_written() {
    for (name, operations) in [("github", 1_223), ("jira", 499), ("box", 260), ("gitea", 346)] {
        let import = lock_of_openapi(&document(name)).unwrap();
        let text = import.lock.to_string();
        assert_eq!(Lock::parse(&text).as_ref(), Ok(&import.lock), "{name}");
        let left_out = count_by_reason(&import.notes, Effect::OperationLeftOut);
        assert_eq!(import.lock.operations.len() + left_out.values().sum::<usize>(), operations, "{name}");
    }
}

#[test]
fn the_draft_of_github_compiles() {
    compiles("github", 1_223, false);
}

#[test]
fn the_draft_of_jira_compiles() {
    compiles("jira", 498, false);
}

#[test]
fn the_draft_of_box_compiles() {
    compiles("box", 248, false);
}

#[test]
fn the_draft_of_gitea_compiles_and_keeps_its_lock() {
    compiles("gitea", 346, true);
}

/// Checks a crate that holds nothing but the draft, and prints figures. Each trait is compared with the lock if it
/// `is_held`, which takes long where there are many.
fn compiles(name: &str, operations: usize, is_held: bool) {
    let Import { lock, notes, texts } = lock_of_openapi(&document(name)).unwrap();
    let draft = draft_trait(
        &lock,
        &DraftOptions { texts: Some(&texts), left_out: &notes, consumes: is_held.then_some("published.contract") },
    );
    assert_eq!(draft.operations, operations, "{name}");
    assert_eq!(draft.notes, [], "{name}: the draft says all that the lock says");

    let directory = tempfile::tempdir().unwrap();
    // The time of its dependencies is not its own.
    write_crate(directory.path(), name, "");
    check(directory.path());
    write_crate(directory.path(), name, &draft.code);
    std::fs::write(directory.path().join("src/published.contract"), lock.to_string()).unwrap();
    let (output, time) = check(directory.path());
    let seconds = time.as_secs_f64();
    println!(
        "{name}: {operations} operations in {} traits, {} types, {} lines, cargo check {seconds:.1} s",
        draft.traits.len(),
        lock.types.len(),
        draft.code.lines().count()
    );
    for effect in [Effect::OperationLeftOut, Effect::PartLeftOut, Effect::Widened] {
        println!("  {effect}: {:?}", count_by_reason(&notes, effect));
    }
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
}
