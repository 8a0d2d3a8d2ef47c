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
use std::fmt;
use std::io::Write as _;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed};
use peers::Node;
use serde::Deserialize;

use explained::{OURS_ALONE, THEIRS_ALONE};

/// How many pairs are compared. The variable `JUDGE_PAIRS` sets another number.
const PAIRS: usize = 200;

/// How many pairs differ for every reason.
const ALL_REASONS: usize = 2000;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let trial = peers::trial("every_difference_to_the_verdict_of_another_judge_is_explained", node, judge);
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}

/// A change that the other judge calls breaking.
#[derive(Debug, Deserialize)]
struct Breaking {
    rule: String,
    r#where: String,
    error: String,
}

fn judge(node: Node) -> Result<(), Failed> {
    let count = std::env::var("JUDGE_PAIRS").ok().map_or(Ok(PAIRS), |count| count.parse())?;
    let pairs = pairs::pairs(count);
    let mut file = tempfile::NamedTempFile::new()?;
    for pair in &pairs {
        let (old, new) = pair.documents();
        // One line for each pair.
        let compact = |text: String| text.lines().map(str::trim_start).collect::<String>();
        writeln!(file, "{{\"old\":{},\"new\":{}}}", compact(old), compact(new))?;
    }
    let output = node.command("openapi/judge.mjs").arg(file.path()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let theirs: Vec<Vec<Breaking>> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if theirs.len() != pairs.len() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let mut used = BTreeSet::new();
    let mut unexplained = Vec::new();
    let (mut both, mut neither) = (0, 0);
    for (pair, theirs) in pairs.iter().zip(&theirs) {
        let ours = pair.broken_rules();
        let (reasons, rules): (_, Vec<(&str, String)>) = match (ours.is_empty(), theirs.is_empty()) {
            (false, false) => {
                both += 1;
                continue;
            }
            (true, true) => {
                neither += 1;
                continue;
            }
            (false, true) => (OURS_ALONE, ours.iter().map(|rule| (*rule, "us".to_owned())).collect()),
            (true, false) => {
                (THEIRS_ALONE, theirs.iter().map(|breaking| (&*breaking.rule, breaking.to_string())).collect())
            }
        };
        for (rule, whom) in rules {
            match reasons.iter().find(|reason| reason.explains(pair, rule)) {
                Some(reason) => drop(used.insert(reason.why)),
                None => unexplained.push(format!("{}: `{rule}` to {whom} alone\n{}", pair.change, pair.difference())),
            }
        }
    }
    println!("{both} pairs are breaking to both, {neither} to neither, {} to one", pairs.len() - both - neither);
    if !unexplained.is_empty() {
        return Err(format!("{} differences are not explained:\n{}", unexplained.len(), unexplained.join("\n")).into());
    }
    // An explanation without a difference would hide the next one. A few pairs do not need all of them.
    let reasons = OURS_ALONE.iter().chain(THEIRS_ALONE).map(|reason| reason.why);
    let unused: Vec<&str> = reasons.filter(|why| !used.contains(why)).collect();
    if pairs.len() >= ALL_REASONS && !unused.is_empty() {
        return Err(format!("no pair differs for these reasons:\n{}", unused.join("\n")).into());
    }
    if both < pairs.len() / 4 || neither < pairs.len() / 8 {
        return Err(format!("{both} and {neither} pairs are too few").into());
    }
    Ok(())
}

impl fmt::Display for Breaking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "them ({} at {})", self.error, self.r#where)
    }
}
