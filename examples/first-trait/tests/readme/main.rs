//! Checks the README and the files in docs: a block below the name of a file is that file, and the other blocks
//! compile.

mod guide;
mod links;
mod snippets;
mod testing;

const README: &str = include_str!("../../../../README.md");
const GUIDE: &str = include_str!("../../../../docs/guide.md");
const WEBSOCKETS: &str = include_str!("../../../../docs/websockets.md");
const HELLO: &str = include_str!("../../../hello/src/main.rs");
const FIRST_TRAIT: &str = include_str!("../../src/main.rs");
const DOCUMENTED: &str = include_str!("../../../documented/src/main.rs");
const LISTEN: &str = include_str!("../../../documented/listen.mts");
const TESTING: &str = include_str!("../../../../docs/testing.md");
const SNIPPETS: &str = include_str!("snippets.rs");
/// The message of the compiler for two routes that conflict, which another test holds.
const CONFLICT: &str = include_str!("../../../../ui-tests/tests/fail/routes/crossing.stderr");

/// Returns the Rust blocks of a document in order, each with the line before it.
fn blocks(document: &str) -> impl Iterator<Item = (&str, &str)> {
    let starts = document.match_indices("```rust\n");
    starts.filter_map(move |(start, fence)| {
        let before = document[..start].lines().next_back().unwrap_or_default();
        document[start + fence.len()..].split("\n```").next().map(|block| (before, block))
    })
}

/// Fails if a block is neither a file nor, line by line and in order, in the sources.
fn check(document: &str, sources: &[&str], files: &[(&str, &str)]) {
    let mut compiled = sources.iter().flat_map(|source| source.lines()).map(str::trim);
    let mut files = files.iter();
    for (before, block) in blocks(document) {
        if let Some(name) = before.strip_prefix("<!-- ") {
            let (expected, content) = files.next().expect("no further file is shown");
            assert_eq!(name.strip_suffix(" -->"), Some(*expected));
            assert_eq!(block.trim_end(), content.trim_end(), "{expected} differs");
            continue;
        }
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "// …") {
            assert!(compiled.any(|known| known == line), "missing in the sources, or in another order: `{line}`");
        }
    }
    assert!(files.next().is_none(), "a file is not shown");
}

#[test]
fn the_readme_shows_programs_and_snippets_that_compile() {
    let files = [
        ("examples/hello/src/main.rs", HELLO),
        ("examples/first-trait/src/main.rs", FIRST_TRAIT),
        ("examples/documented/src/main.rs", DOCUMENTED),
    ];
    check(README, &[SNIPPETS], &files);
    assert!(HELLO.lines().count() <= 15 && FIRST_TRAIT.lines().count() < 60);
    assert!(README.contains(&format!("<!-- examples/documented/listen.mts -->\n```ts\n{}\n```", LISTEN.trim_end())));
}

#[test]
fn the_readme_quotes_the_compiler() {
    let words = README.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = words.split("taken into account: *").nth(1).and_then(|rest| rest.split("*.").next()).unwrap();
    assert!(CONFLICT.contains(quoted), "{quoted}");
}

#[test]
fn the_guide_shows_snippets_that_compile() {
    check(GUIDE, &guide::SOURCES, &[]);
}

#[test]
fn the_text_about_websockets_shows_snippets_that_compile() {
    check(WEBSOCKETS, &[SNIPPETS], &[]);
}

#[test]
fn the_text_about_testing_shows_snippets_that_compile() {
    check(TESTING, &[testing::SOURCE], &[]);
}
