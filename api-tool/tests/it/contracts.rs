//! Contracts are compared and explained.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const OLD: &str =
    "lock! { r##\"\nformat 1\napi A /\n\nGET /a get\n  -> 200 application/json: T\n\nstruct T\n  x: u8\n\"## }\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_api-tool")).current_dir(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn diff_has_exit_codes_and_three_forms() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    write("old.contract", OLD);
    write("more.contract", &OLD.replace("x: u8", "x: u8\n  y: option text"));
    write("broken.contract", &OLD.replace("x: u8", "x: option u8"));
    let diff = |new: &str, form: &str| run(folder.path(), &["contract", "diff", "old.contract", new, "--form", form]);
    for (new, code) in [("old.contract", 0), ("more.contract", 1), ("broken.contract", 2), ("none.contract", 3)] {
        assert_eq!(diff(new, "text").status.code(), Some(code), "{new}");
    }
    assert_eq!(
        text(&diff("broken.contract", "text").stdout),
        "The contract breaks by 1 change.\n\nbreaking:\n\n  GET /a (`get`), answer 200, x (in `T`): was integer 0..=255, is option of \
         integer 0..=255\n    response.null-possible: it cannot read the answer\n\nlines:\n\n  - struct T / x: u8\n  + struct T / x: option u8\n"
    );
    let json: serde_json::Value = serde_json::from_slice(&diff("broken.contract", "json").stdout).unwrap();
    assert_eq!((&json["verdict"], &json["findings"][0]["subject"]), (&"breaking".into(), &"T.x".into()));
    let markdown = text(&diff("broken.contract", "markdown").stdout);
    assert!(markdown.contains("| error | GET /a (`get`), answer 200, x (in `T`): was"), "{markdown}");
    let missing = diff("none.contract", "text");
    assert_eq!(
        text(&missing.stderr).lines().next(),
        Some("error: cannot read `none.contract`: No such file or directory (os error 2)")
    );
}

#[test]
fn diff_reads_revisions_of_git() {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"];
        let output = Command::new("git").current_dir(folder.path()).args(identity).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    git(&["init", "--quiet"]);
    fs::write(folder.path().join("a.contract"), OLD).unwrap();
    git(&["add", "a.contract"]);
    git(&["commit", "--quiet", "-m", "first"]);
    fs::write(folder.path().join("a.contract"), OLD.replace("x: u8", "x: text")).unwrap();
    let changed = run(folder.path(), &["contract", "diff", "HEAD:a.contract", "a.contract"]);
    assert_eq!(changed.status.code(), Some(2), "{}", text(&changed.stderr));
    let unknown = run(folder.path(), &["contract", "diff", "gone:a.contract", "a.contract"]);
    assert_eq!(unknown.status.code(), Some(3));
    assert!(text(&unknown.stderr).starts_with("error: git has no `gone:a.contract`"), "{}", text(&unknown.stderr));
}

#[test]
fn explain_knows_every_rule() {
    let folder = tempfile::tempdir().unwrap();
    let all = run(folder.path(), &["contract", "explain"]);
    assert_eq!((all.status.code(), text(&all.stdout).lines().count()), (Some(0), 54));
    let one = text(&run(folder.path(), &["contract", "explain", "response.field-removed"]).stdout);
    assert_eq!(one, "response.field-removed       error    a client of the old contract: it cannot read the answer\n");
    assert_eq!(run(folder.path(), &["contract", "explain", "nothing"]).status.code(), Some(3));
}
