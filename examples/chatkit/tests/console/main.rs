//! Developers use the console of `chatkit serve` in a real Chromium.
//!
//! It needs node, npm and Chromium. Where they are missing the test says so and counts as ignored, but under `CI` that is a failure.

use std::path::Path;
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};

/// What the test needs.
#[derive(Clone, Copy)]
struct Browser {
    /// The folder of the scripts, their packages installed.
    scripts: &'static Path,
    chromium: &'static str,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let browser = if arguments.list { None } else { browser() };
    // Under CI a test that cannot run is not ignored: it runs, and fails.
    let ignored = browser.is_none() && std::env::var_os("CI").is_none();
    let trial = Trial::test("the_console_works_in_a_browser", move || drive(browser)).with_ignored_flag(ignored);
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}

fn drive(browser: Option<Browser>) -> Result<(), Failed> {
    let browser = browser.ok_or("node, Chromium or the scripts' packages are missing, and CI must have them")?;
    let screenshots = tempfile::tempdir()?;
    let output = Command::new("node")
        .arg("console.mjs")
        .current_dir(browser.scripts)
        .env("CHATKIT", env!("CARGO_BIN_EXE_chatkit"))
        .env("CHROMIUM", browser.chromium)
        .env("SCREENSHOTS", screenshots.path())
        .output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && report.lines().any(|line| line.ends_with(" passed, 0 failed")) {
        return Ok(());
    }
    // Kept, so that one can look what it was like.
    let screenshots = screenshots.keep();
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("{report}\n{error}\nscreenshots are in {}", screenshots.display()).into())
}

/// Everything that the test needs; none where something is missing.
fn browser() -> Option<Browser> {
    let scripts = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/console-tests"));
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| runs(name));
    let installed = scripts.join("node_modules/playwright-core").is_dir();
    match chromium {
        Some(chromium) if runs("node") && (installed || runs("npm") && install(scripts)) => {
            Some(Browser { scripts, chromium })
        }
        _ => {
            eprintln!(
                "node, Chromium or the scripts' packages are missing; install node, npm and chromium to run this test"
            );
            None
        }
    }
}

fn install(folder: &Path) -> bool {
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    Command::new("npm").args(arguments).current_dir(folder).status().is_ok_and(|status| status.success())
}

fn runs(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
