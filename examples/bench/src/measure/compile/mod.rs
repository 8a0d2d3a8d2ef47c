//! Time and memory that the compiler needs for contracts of hundreds of endpoints, and the size of their expansion.
//!
//! Each contract is a package of its own beside the target directory's profiles. What it depends on is built before.
//! The size and the time of expansion come from unstable options of the compiler, in a run of their own.

mod check;
mod contract;

use std::io;
use std::path::{Path, PathBuf};

use check::{Check, Expansion, Package};
use contract::{contract, lock, locked_contract, models_alone};

/// The usual numbers of endpoints.
pub(crate) const ENDPOINTS: [usize; 4] = [100, 300, 500, 914];

pub(crate) fn run(endpoints: &[usize]) -> io::Result<()> {
    let packages = packages()?;
    println!(
        "| endpoints, models of four fields | `#[api]`: lines, bytes per endpoint | expansion of all macros | `cargo check` | processor time | peak memory |"
    );
    println!("|---:|---:|---:|---:|---:|---:|");
    for &endpoints in endpoints {
        let package = Package::write(&packages, &format!("contract-{endpoints}"), &contract(endpoints), None)?;
        let Expansion { lines, bytes, seconds } = package.expansion()?;
        let Check { elapsed, processor, peak } = package.check()?;
        println!(
            "| {endpoints} | {}, {} | {seconds:.1} s | {elapsed:.1} s | {processor:.1} s | {peak} MiB |",
            lines / endpoints,
            bytes / endpoints
        );
    }
    println!();
    println!("| with a lock | `cargo check` | processor time | peak memory |");
    println!("|---:|---:|---:|---:|");
    for &endpoints in endpoints {
        let (source, lock) = (locked_contract(endpoints), lock(endpoints));
        let package = Package::write(&packages, &format!("locked-{endpoints}"), &source, Some(&lock))?;
        let Check { elapsed, processor, peak } = package.check()?;
        println!("| {endpoints} | {elapsed:.1} s | {processor:.1} s | {peak} MiB |");
    }
    println!();
    println!("| the models alone, with the derives of std and serde | `cargo check` | processor time | peak memory |");
    println!("|---:|---:|---:|---:|");
    for &endpoints in endpoints {
        let package = Package::write(&packages, &format!("models-{endpoints}"), &models_alone(endpoints), None)?;
        let Check { elapsed, processor, peak } = package.check()?;
        println!("| {endpoints} | {elapsed:.1} s | {processor:.1} s | {peak} MiB |");
    }
    Ok(())
}

/// Returns the directory of the packages, in the target directory of this program.
fn packages() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).map(Path::to_path_buf);
    target.map(|target| target.join("compile")).ok_or_else(|| io::Error::other("the program has no target directory"))
}
