//! Checks that the files and headings to which the Markdown files of the workspace refer exist.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders without Markdown files of this repository.
const EXCLUDED: [&str; 3] = ["target", "node_modules", "corpus"];

#[test]
fn every_linked_file_and_heading_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut texts = Vec::new();
    collect(&root, &mut texts);
    assert!(texts.len() > 10, "{texts:?}");
    let mut wrong = Vec::new();
    for path in &texts {
        let text = fs::read_to_string(path).unwrap();
        let folder = path.parent().unwrap();
        for link in between(&text, "](", ")").filter(|link| !link.contains("://")) {
            let (file, heading) = link.split_once('#').map_or((link, None), |(file, heading)| (file, Some(heading)));
            let target = if file.is_empty() { path.clone() } else { folder.join(file) };
            let known = heading.is_none_or(|heading| headings(&target).any(|known| known == heading));
            if !target.exists() || !known {
                wrong.push(format!("{}: the link {link}", path.display()));
            }
        }
        let named = between(&text, "`", "`").filter(|code| code.contains('/') && !code.contains(' '));
        for code in named.filter(|code| has_extension(Path::new(code), &["rs", "md", "toml"])) {
            if !folder.join(code).exists() && !root.join(code).exists() {
                wrong.push(format!("{}: the file {code}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|found| extensions.iter().any(|extension| found == *extension))
}

fn collect(folder: &Path, texts: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        if name.starts_with('.') || EXCLUDED.contains(&&*name) {
            continue;
        }
        if path.is_dir() {
            collect(&path, texts);
        } else if has_extension(&path, &["md"]) {
            texts.push(path);
        }
    }
}

/// Returns the parts of a text outside fenced blocks that begin and end with marks, within one line.
fn between<'t>(text: &'t str, start: &'t str, end: &'t str) -> impl Iterator<Item = &'t str> {
    let prose = text.split("```").step_by(2).flat_map(str::lines);
    prose.flat_map(move |mut line| {
        std::iter::from_fn(move || {
            let (found, rest) = line.split_once(start)?.1.split_once(end)?;
            line = rest;
            Some(found)
        })
    })
}

/// Returns the anchors of a file's headings.
fn headings(file: &Path) -> impl Iterator<Item = String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<String> = text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect();
    lines.into_iter().map(|line| {
        let kept = line.trim_start_matches('#').trim().to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .collect::<String>()
            .replace(' ', "-")
    })
}
