//! Measures instructions and allocations of one call by a client, in the client's process only.
//!
//! As in `instructions`, each client makes `FEW` and then `MANY` calls, and the difference excludes the start-up.

use std::io;
use std::process::{Command, Stdio};

use clap::ValueEnum as _;

use super::process::{Served, VALGRIND, collected};
use super::table;
use crate::caller::Caller;
use crate::peers::Peer;
use crate::scenario::Scenario;
use crate::version::Version;

const FEW: u32 = 100;
const MANY: u32 = 600;

pub(crate) async fn run() -> io::Result<()> {
    let served = Served::start(&Peer::Hyper.command(Version::Http1, 1), &[]).await?;
    let (mut instructions, mut allocations) = (Vec::new(), Vec::new());
    for caller in Caller::value_variants() {
        let (mut counts, mut allocated) = (Vec::new(), Vec::new());
        for scenario in Scenario::SUCCESSFUL {
            let (few, _) = count(*caller, scenario, served.port, FEW)?;
            let (many, each) = count(*caller, scenario, served.port, MANY)?;
            counts.push((many - few) / f64::from(MANY - FEW));
            allocated.push(each);
        }
        instructions.push((caller.name(), counts));
        allocations.push((caller.name(), allocated));
    }
    let columns = Scenario::SUCCESSFUL.map(Scenario::name);
    table::print("instructions per call (ratio)", &columns, &instructions);
    println!();
    table::print("allocations per call (ratio)", &columns, &allocations);
    Ok(())
}

/// Returns the instructions of a client's whole process, and its allocations per call.
fn count(caller: Caller, scenario: Scenario, port: u16, calls: u32) -> io::Result<(f64, f64)> {
    let name = |value: Option<clap::builder::PossibleValue>| value.map(|value| value.get_name().to_owned());
    let (caller, scenario) = (name(caller.to_possible_value()), name(scenario.to_possible_value()));
    let [program, arguments @ ..] = VALGRIND;
    let output = Command::new(program)
        .args(arguments)
        .arg(std::env::current_exe()?)
        .arg("call")
        .args([caller.unwrap_or_default(), scenario.unwrap_or_default(), port.to_string(), calls.to_string()])
        .stdin(Stdio::null())
        .output()?;
    let printed = String::from_utf8_lossy(&output.stderr);
    let allocations = String::from_utf8_lossy(&output.stdout).trim().parse();
    let allocations = allocations.map_err(|_| io::Error::other(format!("the calls failed: {printed}")))?;
    Ok((collected(&printed)?, allocations))
}
