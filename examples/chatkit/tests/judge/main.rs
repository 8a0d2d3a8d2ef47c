//! The comparison of contracts beside a judge of others: for random changes of contracts, whether they are breaking
//! according to us, and according to Optic's rules for the OpenAPI documents of both.
//!
//! The test is here because it needs contracts, documents and Chatkit. It needs node and npm. Without them it counts as
//! ignored, or as failed if `CI` is set.
//!
//! ```text
//! mutation   changes of a contract
//! pairs      contracts before and after a change
//! explained  why the two differ, where they differ
//! ```

mod explained;
mod mutation;
mod pairs;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed};
use peers::Node;
use serde::Deserialize;

use explained::{OURS_ALONE, THEIRS_ALONE};
use pairs::Pair;

/// How many pairs are compared.
const PAIRS: usize = 200;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let trial = peers::trial("every_difference_to_the_verdict_of_another_judge_is_explained", node, judge);
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}

/// A change that the other judge calls breaking.
#[derive(Debug, Deserialize)]
struct Told {
    rule: String,
    r#where: String,
    error: String,
}

fn judge(node: Node) -> Result<(), Failed> {
    let pairs = pairs::pairs(PAIRS);
    let mut file = tempfile::NamedTempFile::new()?;
    for pair in &pairs {
        let (old, new) = pair.documents();
        // One line for each pair.
        let compact = |text: String| text.lines().map(str::trim_start).collect::<String>();
        writeln!(file, "{{\"old\":{},\"new\":{}}}", compact(old), compact(new))?;
    }
    let output = node.command("openapi/judge.mjs").arg(file.path()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let theirs: Vec<Vec<Told>> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if theirs.len() != pairs.len() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let mut used = BTreeSet::new();
    let mut unexplained = Vec::new();
    let (mut both, mut neither) = (0, 0);
    for (pair, theirs) in pairs.iter().zip(&theirs) {
        let ours = pair.broken_rules();
        match (ours.is_empty(), theirs.is_empty()) {
            (false, false) => both += 1,
            (true, true) => neither += 1,
            (false, true) => {
                for rule in &ours {
                    match OURS_ALONE.iter().find(|(known, ..)| known == rule) {
                        Some((known, _)) => drop(used.insert(("ours", *known))),
                        None => {
                            unexplained.push(format!("{} is `{rule}` to us alone\n{}", pair.change, pair.difference()))
                        }
                    }
                }
            }
            (true, false) => {
                for told in theirs {
                    let is_it = |(change, rule, _): &&(&str, &str, &str)| *change == pair.change && *rule == told.rule;
                    match THEIRS_ALONE.iter().find(is_it) {
                        Some((change, _, _)) => drop(used.insert(("theirs", *change))),
                        None => unexplained.push(format!(
                            "{} is `{}` to them alone: {} at {}\n{}",
                            pair.change,
                            told.rule,
                            told.error,
                            told.r#where,
                            pair.difference()
                        )),
                    }
                }
            }
        }
    }
    println!("{both} pairs are breaking to both, {neither} to neither, {} to one", pairs.len() - both - neither);
    if !unexplained.is_empty() {
        return Err(format!("{} differences are not explained:\n{}", unexplained.len(), unexplained.join("\n")).into());
    }
    // An explanation without a difference would hide the next one.
    let rows = OURS_ALONE.iter().map(|(rule, _)| ("ours", *rule));
    let rows = rows.chain(THEIRS_ALONE.iter().map(|(change, ..)| ("theirs", *change)));
    let unused: Vec<_> = rows.filter(|row| !used.contains(row)).collect();
    if !unused.is_empty() {
        return Err(format!("no pair differs as these rows say: {unused:?}").into());
    }
    if both < PAIRS / 4 || neither < PAIRS / 8 {
        return Err(format!("{both} and {neither} pairs are too few").into());
    }
    Ok(())
}
