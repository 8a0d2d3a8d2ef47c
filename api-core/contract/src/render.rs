//! A comparison as text, JSON or Markdown.

use std::fmt::Write as _;

use api_lock::Level;
use serde_json::json;

use crate::comparison::{Comparison, Finding, Verdict};

/// The form of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Form {
    /// For a terminal.
    #[default]
    Text,
    /// For a program.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

impl Comparison {
    /// Writes the comparison in a form.
    pub fn render(&self, form: Form) -> String {
        match form {
            Form::Text => self.text(),
            Form::Json => self.json(),
            Form::Markdown => self.markdown(),
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{}\n", self.headline());
        for (level, title) in LEVELS {
            let findings: Vec<&Finding> = self.findings().iter().filter(|finding| finding.level == level).collect();
            if !findings.is_empty() {
                let _ = writeln!(text, "\n{title}:");
                for finding in findings {
                    let _ = writeln!(text, "\n  {finding}");
                }
            }
        }
        if self.unlisted() > 0 {
            let _ = writeln!(text, "\n  … and {} more", self.unlisted());
        }
        if !(self.removed().is_empty() && self.added().is_empty()) {
            text.push_str("\nlines:\n\n");
            self.each_line(|mark, line| {
                let _ = writeln!(text, "  {mark} {line}");
            });
        }
        text
    }

    fn json(&self) -> String {
        let findings = self.findings().iter().map(|finding| {
            json!({
                "level": finding.level.to_string(),
                "rule": finding.rule,
                "operation": finding.operation,
                "subject": finding.subject,
                "message": finding.message,
                "consequence": finding.consequence,
            })
        });
        let verdict = match self.verdict() {
            Verdict::Same => "same",
            Verdict::Compatible => "compatible",
            Verdict::Breaking => "breaking",
        };
        let value = json!({"verdict": verdict, "findings": findings.collect::<Vec<_>>(), "unlisted": self.unlisted(), "removed": self.removed(), "added": self.added()});
        format!("{value:#}\n")
    }

    fn markdown(&self) -> String {
        let mut text = format!("### {}\n", self.headline());
        if !self.findings().is_empty() {
            text.push_str("\n| | what | rule |\n|---|---|---|\n");
        }
        for finding in self.findings() {
            // A pipe would end the cell.
            let message = finding.message.replace('|', "\\|");
            let _ = writeln!(text, "| {} | {message}: {} | `{}` |", finding.level, finding.consequence, finding.rule);
        }
        if self.unlisted() > 0 {
            let _ = writeln!(text, "\n… and {} more", self.unlisted());
        }
        if !(self.removed().is_empty() && self.added().is_empty()) {
            text.push_str("\n<details><summary>Lines of the contract</summary>\n\n```diff\n");
            self.each_line(|mark, line| {
                let _ = writeln!(text, "{mark} {line}");
            });
            text.push_str("```\n\n</details>\n");
        }
        text
    }

    fn headline(&self) -> String {
        let breaking = self.breaking().count();
        match self.verdict() {
            Verdict::Same => "The contract is the same.".to_owned(),
            Verdict::Compatible => "The contract changes, and its clients are served as before.".to_owned(),
            Verdict::Breaking if breaking == 1 => "The contract breaks by 1 change.".to_owned(),
            Verdict::Breaking => format!("The contract breaks by {breaking} changes."),
        }
    }

    fn each_line(&self, mut visit: impl FnMut(char, &str)) {
        self.removed().iter().for_each(|line| visit('-', line));
        self.added().iter().for_each(|line| visit('+', line));
    }
}

const LEVELS: [(Level, &str); 3] =
    [(Level::Error, "breaking"), (Level::Warning, "warnings"), (Level::Info, "other changes")];
