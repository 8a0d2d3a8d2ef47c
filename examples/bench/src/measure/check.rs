//! The check of CI: a request costs no more instructions than it did, compared with hyper by hand in the same run.
//!
//! The ratio is compared, not the count, because the C library has other copies of memory on other processors.

use std::io;

use super::instructions::per_request;
use crate::peers::Peer;
use crate::scenario::Scenario;

/// The ratios of the last change that was measured, one line for each request. `check --write` writes the present ones.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ratios.txt");

/// How much a ratio may grow.
const ROOM: f64 = 1.03;

pub(crate) async fn run(write: bool) -> io::Result<()> {
    let known = std::fs::read_to_string(KNOWN)?;
    let mut lines = Vec::new();
    let mut grown = Vec::new();
    for scenario in Scenario::ALL {
        let (base, ours) = (per_request(Peer::Hyper, scenario).await?, per_request(Peer::Framework, scenario).await?);
        let ratio = ours / base;
        let before = ratio_of(&known, scenario);
        println!("{}: {ours:.0} of {base:.0}, ratio {ratio:.3}, before {before:?}", scenario.name());
        lines.push(format!("{ratio:.3} {}\n", scenario.name()));
        if before.is_none_or(|before| ratio > before * ROOM) {
            grown.push(scenario.name());
        }
    }
    if write {
        return std::fs::write(KNOWN, lines.concat());
    }
    if grown.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "{} cost over {:.0} % more than before: find out why, or write the new ratios with `check --write`",
        grown.join(", "),
        (ROOM - 1.0) * 100.0
    )))
}

fn ratio_of(known: &str, scenario: Scenario) -> Option<f64> {
    let line = known.lines().find(|line| line.split_once(' ').is_some_and(|(_, name)| name == scenario.name()))?;
    line.split_once(' ')?.0.parse().ok()
}
