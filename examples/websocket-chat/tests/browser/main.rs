//! Tests the web page of `websocket-chat` in Chromium with two users.
//!
//! The test needs node, npm and Chromium. If they are missing, it prints a note and is ignored. With the environment
//! variable `CI` it fails instead.

use std::path::Path;
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};

/// The requirements of the test.
#[derive(Clone, Copy)]
struct Browser {
    /// The folder of the scripts, with their packages installed.
    scripts: &'static Path,
    chromium: &'static str,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let browser = if arguments.list { None } else { browser() };
    // Under CI a test that cannot run is not ignored and fails.
    let ignored = browser.is_none() && std::env::var_os("CI").is_none();
    let trial = Trial::test("users_chat_in_a_browser", move || drive(browser)).with_ignored_flag(ignored);
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}

fn drive(browser: Option<Browser>) -> Result<(), Failed> {
    let browser = browser.ok_or("node, Chromium or the scripts' packages are missing, and CI must have them")?;
    let screenshots = tempfile::tempdir()?;
    let output = Command::new("node")
        .arg("chat.mjs")
        .current_dir(browser.scripts)
        .env("WEBSOCKET_CHAT", env!("CARGO_BIN_EXE_websocket-chat"))
        .env("CHROMIUM", browser.chromium)
        .env("SCREENSHOTS", screenshots.path())
        .output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && report.lines().any(|line| line.ends_with(" passed, 0 failed")) {
        return Ok(());
    }
    // Keeps the screenshots of a failure.
    let screenshots = screenshots.keep();
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("{report}\n{error}\nscreenshots are in {}", screenshots.display()).into())
}

/// Returns the requirements of the test, or `None` if something is missing.
fn browser() -> Option<Browser> {
    let scripts = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/browser"));
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
