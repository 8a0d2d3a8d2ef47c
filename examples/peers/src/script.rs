//! A script for Node or Python that reports a line for each of its checks.

use std::ffi::OsStr;
use std::process::Command;

use libtest_mimic::Failed;

/// A script that drives a program and prints a report.
#[derive(Debug)]
pub struct Script {
    command: Command,
    takes_screenshots: bool,
}

impl Script {
    pub(crate) fn new(command: Command) -> Self {
        Self { command, takes_screenshots: false }
    }

    /// Sets an environment variable of the script.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Adds an argument of the script.
    #[must_use]
    pub fn arg(mut self, value: impl AsRef<OsStr>) -> Self {
        self.command.arg(value);
        self
    }

    /// Sets `SCREENSHOTS` to a new folder, which is kept if the script fails.
    #[must_use]
    pub(crate) fn screenshots(mut self) -> Self {
        self.takes_screenshots = true;
        self
    }

    /// Runs the script and waits for its end.
    ///
    /// # Errors
    ///
    /// Returns an error with the script's report if a check failed or the script ended early.
    pub fn run(mut self) -> Result<(), Failed> {
        let screenshots = self.takes_screenshots.then(tempfile::tempdir).transpose()?;
        if let Some(folder) = &screenshots {
            self.command.env("SCREENSHOTS", folder.path());
        }
        let output = self.command.output()?;
        let report = String::from_utf8_lossy(&output.stdout);
        if output.status.success() && report.lines().any(|line| line.ends_with(" passed, 0 failed")) {
            return Ok(());
        }
        let error = String::from_utf8_lossy(&output.stderr);
        let kept = screenshots.map(|folder| format!("\nscreenshots are in {}", folder.keep().display()));
        Err(format!("{report}\n{error}{}", kept.unwrap_or_default()).into())
    }
}
