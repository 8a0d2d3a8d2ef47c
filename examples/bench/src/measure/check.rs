//! The check of CI: a request and a message cost no more instructions than they did, compared with hyper and with the
//! codec crate of WebSockets by hand in the same run.
//!
//! A cost has grown if both its count and its ratio have. The count alone differs on other processors, for which the C
//! library copies memory in other ways. The ratio alone differs if the compiler divides the code by hand in another
//! way. So on a processor that counts less, a growth is seen later by the difference.

use std::io;

use super::echoes::per_message;
use super::instructions::per_request;
use super::process::VALGRIND_STEADY;
use crate::echo::Echo;
use crate::peers::Peer;
use crate::scenario::Scenario;

/// The ratios and counts of the last change that was measured, one line for each. `check --write` writes the present
/// ones.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ratios.txt");

/// How much a ratio or a count may grow.
const ROOM: f64 = 1.03;

/// The size of a message over a WebSocket.
const SMALL_MESSAGE: usize = 64;

pub(crate) async fn run(write: bool) -> io::Result<()> {
    let known = std::fs::read_to_string(KNOWN)?;
    let mut costs = Vec::new();
    for scenario in Scenario::ALL {
        let base = per_request(Peer::Hyper, scenario, &VALGRIND_STEADY).await?;
        let ours = per_request(Peer::Framework, scenario, &VALGRIND_STEADY).await?;
        costs.push(Cost { name: scenario.name(), base, ours });
    }
    for (name, by_hand, echo) in [
        ("`#[websocket]`, 64 B", Echo::BareText, Echo::Connection),
        ("`#[duplex]`, 64 B", Echo::BareJson, Echo::Duplex),
    ] {
        let (base, ours) = (per_message(by_hand, SMALL_MESSAGE).await?, per_message(echo, SMALL_MESSAGE).await?);
        costs.push(Cost { name, base, ours });
    }
    let mut grown = Vec::new();
    for cost in &costs {
        let Cost { name, base, ours } = cost;
        print!("{name}: {ours:.0} of {base:.0}, ratio {:.3}", cost.ratio());
        let Some(before) = Before::of(&known, name) else {
            println!(", which is new");
            grown.push(*name);
            continue;
        };
        println!(", before {:.0}, ratio {:.3}", before.ours, before.ratio);
        if cost.ratio() > before.ratio * ROOM && *ours > before.ours * ROOM {
            grown.push(*name);
        }
    }
    if write {
        let line = |cost: &Cost| format!("{:.3} {:.0} {}\n", cost.ratio(), cost.ours, cost.name);
        let lines: Vec<String> = costs.iter().map(line).collect();
        return std::fs::write(KNOWN, lines.concat());
    }
    if grown.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "{} cost over {:.0} % more than before: find out why, or write the new figures with `check --write`",
        grown.join(", "),
        (ROOM - 1.0) * 100.0
    )))
}

/// Instructions by hand and with this framework.
struct Cost {
    name: &'static str,
    base: f64,
    ours: f64,
}

impl Cost {
    fn ratio(&self) -> f64 {
        self.ours / self.base
    }
}

/// A cost of the last change that was measured.
struct Before {
    ratio: f64,
    ours: f64,
}

impl Before {
    fn of(known: &str, wanted: &str) -> Option<Self> {
        known.lines().find_map(|line| {
            let (ratio, rest) = line.split_once(' ')?;
            let (ours, name) = rest.split_once(' ')?;
            (name == wanted).then_some(Self { ratio: ratio.parse().ok()?, ours: ours.parse().ok()? })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Before;

    #[test]
    fn a_known_cost_is_found_by_its_name() {
        let known = "1.083 19443 GET a user\n0.805 77727 GET 20 messages\n1.1 no number\n";
        let found = Before::of(known, "GET 20 messages").map(|before| (before.ratio, before.ours));
        assert_eq!(found, Some((0.805, 77727.0)));
        assert!(Before::of(known, "GET").is_none() && Before::of(known, "number").is_none());
    }
}
