//! Every option is explained, and can be set by a variable.

use super::node::command;

#[test]
fn every_option_of_serve_is_explained_and_has_a_variable() {
    let help = help_of_serve();
    let options = options(&help);
    assert!(options.len() > 25, "{help}");
    for (name, explained) in options {
        assert!(explained.split(' ').count() > 3, "{name} is not explained: {explained}");
        assert!(explained.contains("[env: "), "{name} has no variable: {explained}");
    }
}

/// Returns each option with its explanation, which stands beside it or, if the option is long, below it.
pub(crate) fn options(help: &str) -> Vec<(&str, &str)> {
    let mut lines = help.lines().map(str::trim);
    let mut options = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with("--") {
            let (name, explained) = line.split_once("  ").unwrap_or((line, ""));
            let explained = if explained.is_empty() { lines.next().unwrap_or_default() } else { explained };
            options.push((name, explained.trim()));
        }
    }
    options
}

/// Returns the help, each option on one line.
pub(crate) fn help_of_serve() -> String {
    let output = command().args(["serve", "--help"]).env("COLUMNS", "10000").output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Returns whether a variable is one of `serve`.
pub(crate) fn is_variable(help: &str, name: &str) -> bool {
    help.contains(&format!("[env: {name}]")) || help.contains(&format!("[env: {name}="))
}
