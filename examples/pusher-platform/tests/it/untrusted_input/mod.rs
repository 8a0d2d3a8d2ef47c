//! Runs the law of the fuzz target on its corpus and on random bytes.

mod law;

use std::path::Path;

use proptest::prelude::*;

#[test]
fn the_law_of_tokens_holds_for_the_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/tokens");
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).expect("a corpus") {
        law::tokens(&std::fs::read(entry.expect("a file").path()).expect("a file that can be read"));
        files += 1;
    }
    assert!(files > 0, "{} is empty", folder.display());
}

proptest! {
    #[test]
    fn the_law_of_tokens_holds_for_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        law::tokens(&bytes);
    }
}
