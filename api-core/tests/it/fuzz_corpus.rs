//! Runs the laws of the fuzz targets on their corpus, on random changes of it, and on random bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use api_testing::untrusted_input::{
    accept, answers, close_body, content_codings, dialects, documents, error_documents, fields, form_bodies, frames,
    handshake, json_bodies, negotiation, paths, queries, typed_fields,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

type Law = fn(&[u8]);

const TARGETS: [(&str, Law); 16] = [
    ("negotiation", negotiation),
    ("close_body", close_body),
    ("frames", frames),
    ("dialects", dialects),
    ("handshake", handshake),
    ("paths", paths),
    ("queries", queries),
    ("fields", fields),
    ("typed_fields", typed_fields),
    ("accept", accept),
    ("json_bodies", json_bodies),
    ("form_bodies", form_bodies),
    ("documents", documents),
    ("content_codings", content_codings),
    ("answers", answers),
    ("error_documents", error_documents),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// Reads the files of a corpus, sorted by name. Panics if there is none.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = folder().join("corpus").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a file").path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file that can be read")))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// Returns the message of the panic if the law does not hold for these bytes.
fn panic_message(law: Law, bytes: &[u8]) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(|| law(bytes))).err()?;
    let text = panic.downcast_ref::<String>().cloned();
    Some(text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default())
}

fn run(target: &str, law: Law) {
    let files = corpus(target);
    for (name, bytes) in &files {
        if let Some(panic_message) = panic_message(law, bytes) {
            panic!("{name}: {panic_message}");
        }
    }
    let seeds: Vec<Vec<u8>> = files.into_iter().map(|(_, bytes)| bytes).collect();
    let inputs = prop_oneof![prop::collection::vec(any::<u8>(), 0..200), changed(seeds)];
    let held = TestRunner::default().run(&inputs, |bytes| {
        law(&bytes);
        Ok(())
    });
    if let Err(error) = held {
        panic!("{target}: {error}");
    }
}

/// Generates changes of corpus files: bytes replaced, removed or inserted, or another file appended.
fn changed(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let seed = prop::sample::select(seeds);
    let change = (any::<prop::sample::Index>(), 0u8..4, any::<u8>());
    (seed.clone(), seed, prop::collection::vec(change, 0..4)).prop_map(|(mut bytes, other, changes)| {
        for (place, kind, byte) in changes {
            let place = place.index(bytes.len() + 1);
            match (kind, bytes.get_mut(place)) {
                (0, Some(old)) => *old = byte,
                (1, Some(old)) => *old ^= 1 << (byte & 7),
                (2, Some(_)) => drop(bytes.remove(place)),
                (3, None) => bytes.extend(other.get(2..).unwrap_or_default()),
                _ => bytes.insert(place, byte),
            }
        }
        bytes
    })
}

macro_rules! targets {
    ($($target:ident),*) => {$(
        #[test]
        fn $target() {
            let (name, law) = TARGETS.into_iter().find(|(name, _)| *name == stringify!($target)).expect("a target");
            run(name, law);
        }
    )*};
}

mod corpus_of {
    use super::{TARGETS, run};

    targets!(negotiation, close_body, frames, dialects, handshake);
    targets!(paths, queries, fields, typed_fields, accept, json_bodies, form_bodies, documents, content_codings);
    targets!(answers, error_documents);
}

#[test]
fn every_target_has_its_law_and_its_corpus() {
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let mut expected = TARGETS.map(|(name, _)| name.to_owned());
    expected.sort();
    assert_eq!(names(&folder().join("fuzz_targets")), expected);
    assert_eq!(names(&folder().join("corpus")), expected);
}

#[test]
fn a_broken_law_is_reported() {
    let message = panic_message(|bytes| assert!(bytes.is_empty(), "{} bytes", bytes.len()), b"ab");
    assert_eq!(message.as_deref(), Some("2 bytes"));
    assert_eq!(panic_message(|_| (), b"ab"), None);
}
