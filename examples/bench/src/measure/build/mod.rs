//! What users wait for and ship: processor time to build a server of the 50 routes alone, with cargo's own profiles,
//! the packages it needs, and the size of its
//! program.

mod program;

use std::io;

pub(crate) use program::Program;

use super::package::{Kind, Package};

/// The edits that are measured, of which the least counts: other programs only add to it.
const EDITS: usize = 3;

/// The figures of one program.
struct Figures {
    packages: usize,
    /// Seconds of all processors for the dependencies and the program, in the profile `release`.
    release: f64,
    /// The same in the profile `dev`.
    debug: f64,
    /// Seconds of all processors for the program in the profile `dev`, after an edit of one handler.
    edit: f64,
    /// The same for `cargo check`.
    check: f64,
    /// Bytes of the program in the profile `release`, without symbols.
    size: u64,
}

pub(crate) fn run(programs: &[Program]) -> io::Result<()> {
    println!(
        "| server of 50 routes | packages | release, clean | debug, clean | debug, one handler edited | `cargo check`, one handler edited | stripped program |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let mut base = None;
    for &program in programs {
        let figures = measure(program)?;
        let base = base.get_or_insert((figures.release, figures.debug, figures.edit));
        let seconds = |figure: f64, base: f64| format!("{figure:.1} s ({:.2})", figure / base);
        println!(
            "| {} | {} | {} | {} | {} | {:.2} s | {:.2} MiB |",
            program.name(),
            figures.packages,
            seconds(figures.release, base.0),
            seconds(figures.debug, base.1),
            seconds(figures.edit, base.2),
            figures.check,
            mebibytes(figures.size)
        );
    }
    Ok(())
}

fn measure(program: Program) -> io::Result<Figures> {
    let package = &Package::write(&program.directory(), &program.files(), &program.dependencies())?;
    package.clean()?;
    let release = package.seconds(Kind::Release)?;
    let size = package.size()?;
    package.clean()?;
    let debug = package.seconds(Kind::Debug)?;
    let edit = edited(program, package, Kind::Debug)?;
    package.seconds(Kind::Check)?;
    let check = edited(program, package, Kind::Check)?;
    Ok(Figures { packages: package.packages()?, release, debug, edit, check, size })
}

/// Returns the least processor time of some edits.
fn edited(program: Program, package: &Package, kind: Kind) -> io::Result<f64> {
    let mut least = f64::INFINITY;
    for edit in 0..EDITS {
        let (path, text) = program.edited(edit);
        package.replace(path, &text)?;
        least = least.min(package.seconds(kind)?);
    }
    Ok(least)
}

#[expect(clippy::cast_precision_loss, reason = "programs are far below 2^52 bytes")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
