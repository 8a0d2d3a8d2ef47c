//! Each code of an error has a page, a mistake that shows it, and one rule. The right snippets of the pages are tests
//! of
//! the documentation of `api-core`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The table of codes, which a crate of macros cannot export.
const TABLE: &str = include_str!("../../../api-macros/src/codes.rs");
/// The pages as they are in the documentation.
const DOCUMENTED: &str = include_str!("../../../api-core/src/errors.rs");

/// Returns the codes and their rules.
fn codes() -> Vec<(String, String)> {
    let lines = TABLE.lines().filter_map(|line| line.trim().strip_prefix("(\"E"));
    let pairs = lines.filter_map(|line| line.strip_suffix("\"),")?.split_once("\", \""));
    pairs.map(|(number, rule)| (format!("E{number}"), rule.to_owned())).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns all files of a folder and its folders with an extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|other| other == extension) {
            found.push(path);
        }
    }
    found
}

fn page(code: &str) -> String {
    fs::read_to_string(root().join("docs/errors").join(format!("{code}.md"))).unwrap_or_default()
}

#[test]
fn each_code_has_a_page_and_each_page_a_code() {
    let codes = codes();
    assert!(codes.len() > 60, "{}", codes.len());
    let index = fs::read_to_string(root().join("docs/errors/README.md")).unwrap();
    for (code, rule) in &codes {
        assert!(page(code).starts_with(&format!("# {code}: {rule}\n\n")), "docs/errors/{code}.md: {rule}");
        assert!(index.contains(&format!("| [{code}]({code}.md) | {rule} |\n")), "docs/errors/README.md: {code}");
        assert!(DOCUMENTED.contains(&format!("/{code}.md\"")), "api-core/src/errors.rs: {code}");
    }
    let known: BTreeSet<String> = codes.into_iter().map(|(code, _)| code).collect();
    let pages = files(&root().join("docs/errors"), "md").into_iter();
    let pages: BTreeSet<String> = pages.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let extra: Vec<_> = pages.difference(&known).filter(|name| *name != "README").collect();
    assert_eq!(extra, Vec::<&String>::new(), "pages without a code");
}

/// The mistake of a page is part of a case, for which rustc reports this code.
#[test]
fn the_wrong_snippet_of_each_page_has_its_code() {
    for (code, _) in codes() {
        let page = page(&code);
        let (case, wrong) = named_block(&page, "Wrong:").unwrap_or_else(|| panic!("docs/errors/{code}.md: no mistake"));
        let case = root().join(case);
        let source = fs::read_to_string(&case).unwrap();
        let mut lines = source.lines();
        for line in wrong.lines().filter(|line| !line.is_empty()) {
            assert!(lines.any(|other| other == line), "docs/errors/{code}.md: `{line}` is not in {}", case.display());
        }
        let messages = fs::read_to_string(case.with_extension("stderr")).unwrap();
        assert!(messages.contains(&format!("[api::{code}]")), "{} has no {code}", case.display());
        assert!(messages.contains(&format!("see: docs/errors/{code}.md")), "{}", case.display());
    }
}

/// A right snippet is a test of the documentation, or part of a program that compiles.
#[test]
fn the_right_snippet_of_each_page_is_compiled() {
    for (code, _) in codes() {
        let page = page(&code);
        let (_, right) = page.split_once("\nRight:\n\n").unwrap_or_else(|| panic!("docs/errors/{code}.md"));
        if right.starts_with("```rust\n") {
            continue;
        }
        let (program, right) = named_block(&page, "Right:").unwrap_or_else(|| panic!("docs/errors/{code}.md"));
        assert!(program.starts_with("ui-tests/tests/pass/"), "docs/errors/{code}.md: {program}");
        let source = fs::read_to_string(root().join(&program)).unwrap();
        assert!(source.contains(&right), "docs/errors/{code}.md: {program}");
    }
}

#[test]
fn each_message_of_the_cases_has_a_known_code() {
    let known: BTreeSet<String> = codes().into_iter().map(|(code, _)| code).collect();
    for path in files(&root().join("ui-tests/tests/fail"), "stderr") {
        let text = fs::read_to_string(&path).unwrap();
        for part in text.split("[api::").skip(1) {
            let code = part.split(']').next().unwrap_or_default();
            assert!(known.contains(code), "{}: {code}", path.display());
        }
        // Evaluation fails in constants of the framework only.
        let evaluated = text.matches("error[E0080]: ").count();
        assert!(text.matches("[api::").count() >= evaluated, "{}: a message has no code", path.display());
    }
}

/// Returns the file that a block of a page names, and the block.
fn named_block(page: &str, heading: &str) -> Option<(String, String)> {
    let (_, rest) = page.split_once(&format!("\n{heading}\n\n<!-- "))?;
    let (file, rest) = rest.split_once(" -->\n```rust,ignore\n")?;
    let (block, _) = rest.split_once("```")?;
    Some((file.to_owned(), block.to_owned()))
}
