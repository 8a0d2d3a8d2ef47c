//! A script that prints a line for each of its checks.

use std::ffi::OsStr;
use std::process::Command;

use libtest_mimic::Failed;

/// A script of node that drives something and prints a report.
#[derive(Debug)]
pub struct Script {
    command: Command,
    takes_screenshots: bool,
}

impl Script {
    pub(crate) fn new(command: Command) -> Self {
        Self { command, takes_screenshots: false }
    }

    /// Sets a variable of the script's environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Gives the script a folder for screenshots, in `SCREENSHOTS`. It is kept if the script fails.
    #[must_use]
    pub(crate) fn screenshots(mut self) -> Self {
        self.takes_screenshots = true;
        self
    }

    /// Runs the script to its end.
    ///
    /// # Errors
    ///
    /// The script's report, if one of its checks failed or it did not come to its end.
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
