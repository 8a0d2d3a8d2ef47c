//! Runs of `cargo check` on one package, measured.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::measure::process::{children_of, peak_memory_of, processor_time_of_children};

/// Interval between two looks at the compiler's memory, whose peak the kernel keeps.
const INTERVAL: Duration = Duration::from_millis(5);

/// A package that is compiled.
pub(super) struct Package {
    directory: PathBuf,
    target: PathBuf,
}

/// What one `cargo check` needed.
pub(super) struct Check {
    /// Seconds from start to end.
    pub(super) elapsed: f64,
    /// Seconds of all processors.
    pub(super) processor: f64,
    /// Resident memory of the largest process, in MiB.
    pub(super) peak: u64,
}

/// What the macros wrote.
pub(super) struct Expansion {
    /// Lines of `#[api]`, as the compiler prints them.
    pub(super) lines: usize,
    /// Bytes of `#[api]`, as the compiler prints them.
    pub(super) bytes: usize,
    /// Seconds for all macros of the package.
    pub(super) seconds: f64,
}

impl Package {
    /// Writes a package with one source file and its contract, and compiles what it depends on.
    pub(super) fn write(packages: &Path, name: &str, source: &str, lock: Option<&str>) -> io::Result<Self> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        let directory = packages.join(name);
        fs::create_dir_all(directory.join("src"))?;
        let core = workspace.join("api-core");
        let manifest = format!(
            "[package]\nname = {name:?}\nedition = \"2024\"\n\n[dependencies]\napi-core = {{ path = \"{}\", default-features = false }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\n[workspace]\n",
            core.display()
        );
        fs::write(directory.join("Cargo.toml"), manifest)?;
        fs::copy(workspace.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        fs::write(directory.join("src/lib.rs"), source)?;
        if let Some(lock) = lock {
            fs::write(directory.join("src/lib.contract"), lock)?;
        }
        let package = Self { directory, target: packages.join("target") };
        succeeded(package.cargo(&[]).status()?.success())?;
        Ok(package)
    }

    /// Checks the package once.
    pub(super) fn check(&self) -> io::Result<Check> {
        self.touch()?;
        let before = processor_time_of_children()?;
        let started = Instant::now();
        let mut cargo = self.cargo(&[]).spawn()?;
        let mut peak = 0;
        let status = loop {
            peak = peak.max(largest_below(cargo.id()));
            match cargo.try_wait()? {
                Some(status) => break status,
                None => std::thread::sleep(INTERVAL),
            }
        };
        let elapsed = started.elapsed().as_secs_f64();
        succeeded(status.success())?;
        Ok(Check { elapsed, processor: processor_time_of_children()? - before, peak: peak >> 20 })
    }

    /// Checks the package with a compiler that reports what its macros write.
    pub(super) fn expansion(&self) -> io::Result<Expansion> {
        self.touch()?;
        // Only the package itself is compiled with unstable options: cargo runs its compiler through this program.
        let wrapper = self.directory.join("statistics.sh");
        fs::write(&wrapper, "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$@\" -Zmacro-stats -Ztime-passes\n")?;
        succeeded(Command::new("chmod").arg("+x").arg(&wrapper).status()?.success())?;
        let output = self.cargo(&[("RUSTC_WORKSPACE_WRAPPER", wrapper.into())]).stderr(Stdio::piped()).output()?;
        succeeded(output.status.success())?;
        let printed = String::from_utf8_lossy(&output.stderr);
        let line = |name: &str| printed.lines().find(|line| line.contains(name)).map(str::to_owned);
        let missing = || io::Error::other(format!("the compiler gave no statistics: {printed}"));
        let api = line("macro-stats #[api]").ok_or_else(missing)?;
        let pass = line("macro_expand_crate").ok_or_else(missing)?;
        let seconds = pass.strip_prefix("time:").and_then(|rest| rest.split(';').next()?.trim().parse().ok());
        let (lines, bytes) = size(&api).ok_or_else(missing)?;
        Ok(Expansion { lines, bytes, seconds: seconds.ok_or_else(missing)? })
    }

    /// Makes cargo compile the package again, and only it.
    fn touch(&self) -> io::Result<()> {
        fs::File::options()
            .append(true)
            .open(self.directory.join("src/lib.rs"))?
            .set_modified(std::time::SystemTime::now())
    }

    fn cargo(&self, environment: &[(&str, OsString)]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["check", "--quiet", "--offline", "--manifest-path"]).arg(self.directory.join("Cargo.toml"));
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", &self.target).stdout(Stdio::null());
        command.envs(environment.iter().cloned());
        command
    }
}

/// Reads lines and bytes from a row of the compiler's statistics: name, uses, lines, average lines, bytes, average
/// bytes.
fn size(row: &str) -> Option<(usize, usize)> {
    let mut columns = row.split_whitespace().skip(3);
    let (lines, _, bytes) = (columns.next()?, columns.next()?, columns.next()?);
    // Of one use the average is the number itself, and wide columns touch.
    let bytes = match columns.next() {
        Some(_) => bytes,
        None => bytes.strip_suffix(".0").and_then(|both| both.get(..both.len() / 2))?,
    };
    let number = |text: &str| text.replace('_', "").parse().ok();
    Some((number(lines)?, number(bytes)?))
}

/// Returns the largest peak of the resident memory of a process and those that it started.
fn largest_below(process: u32) -> u64 {
    // A process that has just ended has no memory.
    let own = peak_memory_of(process).unwrap_or_default();
    children_of(process).into_iter().map(largest_below).fold(own, u64::max)
}

fn succeeded(success: bool) -> io::Result<()> {
    if success { Ok(()) } else { Err(io::Error::other("the compiler failed, see above")) }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn wide_columns_may_touch() {
        let narrow = "macro-stats #[api]                 1     11_800   11_800.0    631_800  631_800.0";
        let wide = "macro-stats #[api]                   1     35_449   35_449.0  2_020_8662_020_866.0";
        assert_eq!(size(narrow), Some((11_800, 631_800)));
        assert_eq!(size(wide), Some((35_449, 2_020_866)));
    }
}
