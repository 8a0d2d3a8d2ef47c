//! Published documents with hundreds of operations: lock, text, draft, `cargo check`.

use std::io::Read as _;
use std::path::Path;

use api_contract::openapi::lock_of_openapi;
use api_contract::{Effect, count_by_reason};
use api_lock::Lock;

/// Reads an excerpt from the folder `tests/published`.
fn document(name: &str) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published").join(name).with_extension("json.gz");
    let file = std::fs::File::open(&path).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_text_of_a_published_lock_is_read_as_it_was_written() {
    for (name, operations) in [("github", 1_223), ("jira", 499), ("box", 260), ("gitea", 346)] {
        let import = lock_of_openapi(&document(name)).unwrap();
        let text = import.lock.to_string();
        assert_eq!(Lock::parse(&text).as_ref(), Ok(&import.lock), "{name}");
        let left_out = count_by_reason(&import.notes, Effect::OperationLeftOut);
        assert_eq!(import.lock.operations.len() + left_out.values().sum::<usize>(), operations, "{name}");
        println!(
            "{name}: {} of {operations} operations, {} types",
            import.lock.operations.len(),
            import.lock.types.len()
        );
        for effect in [Effect::OperationLeftOut, Effect::PartLeftOut, Effect::Widened] {
            println!("  {effect}: {:?}", count_by_reason(&import.notes, effect));
        }
        if let Some(folder) = std::env::var_os("LOCKS") {
            std::fs::write(Path::new(&folder).join(name), text).unwrap();
        }
    }
}
