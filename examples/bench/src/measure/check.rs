//! The check of CI: a request and a message cost no more instructions than they did, compared with hyper and with the
//! codec crate of WebSockets by hand in the same run.
//!
//! The ratio is compared, not the count, because the C library has other copies of memory on other processors.

use std::io;

use super::echoes::per_message;
use super::instructions::per_request;
use super::process::VALGRIND_STEADY;
use crate::echo::Echo;
use crate::peers::Peer;
use crate::scenario::Scenario;

/// The ratios of the last change that was measured, one line for each. `check --write` writes the present ones.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ratios.txt");

/// How much a ratio may grow.
const ROOM: f64 = 1.03;

/// The size of a message over a WebSocket.
const SMALL_MESSAGE: usize = 64;

pub(crate) async fn run(write: bool) -> io::Result<()> {
    let known = std::fs::read_to_string(KNOWN)?;
    let mut ratios = Vec::new();
    for scenario in Scenario::ALL {
        let base = per_request(Peer::Hyper, scenario, &VALGRIND_STEADY).await?;
        let ours = per_request(Peer::Framework, scenario, &VALGRIND_STEADY).await?;
        ratios.push(Ratio { name: scenario.name(), base, ours });
    }
    for (name, by_hand, echo) in [
        ("`#[websocket]`, 64 B", Echo::BareText, Echo::Connection),
        ("`#[duplex]`, 64 B", Echo::BareJson, Echo::Duplex),
    ] {
        let (base, ours) = (per_message(by_hand, SMALL_MESSAGE).await?, per_message(echo, SMALL_MESSAGE).await?);
        ratios.push(Ratio { name, base, ours });
    }
    let mut grown = Vec::new();
    for ratio in &ratios {
        let before = ratio_of(&known, ratio.name);
        let Ratio { name, base, ours } = ratio;
        println!("{name}: {ours:.0} of {base:.0}, ratio {:.3}, before {before:?}", ratio.value());
        if before.is_none_or(|before| ratio.value() > before * ROOM) {
            grown.push(*name);
        }
    }
    if write {
        let lines: Vec<String> = ratios.iter().map(|ratio| format!("{:.3} {}\n", ratio.value(), ratio.name)).collect();
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

/// Instructions by hand and with this framework.
struct Ratio {
    name: &'static str,
    base: f64,
    ours: f64,
}

impl Ratio {
    fn value(&self) -> f64 {
        self.ours / self.base
    }
}

fn ratio_of(known: &str, wanted: &str) -> Option<f64> {
    let line = known.lines().find(|line| line.split_once(' ').is_some_and(|(_, name)| name == wanted))?;
    line.split_once(' ')?.0.parse().ok()
}
