//! The code of README.md is that of the examples.

use std::fs;
use std::path::Path;

/// How long an example may be.
const LINES: usize = 30;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_examples_of_the_readme_are_files_that_compile() {
    let readme = read("README.md");
    for example in ["examples/server.rs", "examples/client.rs"] {
        let marker = format!("<!-- {example} -->\n```rust\n");
        let (_, after) = readme.split_once(&marker).unwrap_or_else(|| panic!("README.md has no {marker}"));
        let (code, _) = after.split_once("```\n").expect("the end of the code");
        assert_eq!(code, read(example), "README.md and {example} differ");
        assert!(code.lines().count() <= LINES, "{example} is longer than {LINES} lines");
    }
}

#[test]
fn the_table_of_the_readme_names_the_modules_of_the_tests() {
    let readme = read("README.md");
    for module in ["accepting", "options", "messages", "receiving", "sending", "deflate", "running", "shutdown"] {
        assert!(readme.contains(&format!("`{module}.rs`")), "README.md does not name {module}.rs");
        assert!(read(&format!("tests/it/{module}.rs")).contains("#[tokio::test"), "{module}.rs has no tests");
    }
}
