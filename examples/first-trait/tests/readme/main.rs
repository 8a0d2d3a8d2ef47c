//! Checks the README and the guide: the first program is this example, and the other snippets compile.

mod guide;
mod snippets;

const README: &str = concat!(include_str!("../../../../README.md"), include_str!("../../../../docs/guide.md"));
const PROGRAM: &str = include_str!("../../src/main.rs");
const SNIPPETS: &str = include_str!("snippets.rs");

/// Returns the Rust blocks of the README, then those of the guide.
fn blocks() -> impl Iterator<Item = &'static str> {
    README.split("```rust\n").skip(1).filter_map(|rest| rest.split("\n```").next())
}

#[test]
fn the_first_program_is_this_example_and_has_less_than_60_lines() {
    assert_eq!(blocks().next().unwrap().trim_end(), PROGRAM.trim_end());
    assert!(PROGRAM.lines().count() < 60);
}

#[test]
fn every_other_snippet_is_compiled_line_by_line() {
    let mut compiled = SNIPPETS.lines().map(str::trim);
    for block in blocks().skip(1) {
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "// …") {
            assert!(compiled.any(|known| known == line), "missing in snippets.rs, or in another order: `{line}`");
        }
    }
}
