//! Prints all tables, each measured by a process of its own, so that none finds the memory of another.

use std::io;
use std::process::Command;

/// The measurements, in the order of BENCHMARKS.md.
pub(crate) const MEASUREMENTS: &[&str] = &[
    "instructions",
    "load",
    "allocations",
    "subscribers",
    "client",
    "websocket",
    #[cfg(feature = "systems")]
    "chatkit",
    #[cfg(feature = "systems")]
    "pandapush",
    #[cfg(feature = "systems")]
    "typescript",
    "build",
    "allocators",
    "compile",
];

/// Goes on after a measurement that fails, for example because a tool is missing, and fails at the end.
pub(crate) fn run() -> io::Result<()> {
    let program = std::env::current_exe()?;
    let mut failed = Vec::new();
    for measurement in MEASUREMENTS {
        println!("\n## {measurement}\n");
        if !Command::new(&program).arg(measurement).status()?.success() {
            failed.push(*measurement);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(io::Error::other(format!("failed: {}", failed.join(", ")))) }
}
