//! The published Pusher server SDK drives `chatkit serve`, over TLS with a certificate authority of its own.
//!
//! It needs node and npm. Where they are missing the test says so and counts as ignored, but under `CI` that is a failure.

mod authority;
mod program;

use std::path::Path;
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};

use authority::Authority;
use program::Program;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let scenario = if arguments.list { None } else { scenario() };
    // Under CI a test that cannot run is not ignored: it runs, and fails.
    let ignored = scenario.is_none() && std::env::var_os("CI").is_none();
    let name = "the_published_server_sdk_takes_the_backend_for_the_real_one";
    let trial = Trial::test(name, move || drive(scenario)).with_ignored_flag(ignored);
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}

fn drive(scenario: Option<&Path>) -> Result<(), Failed> {
    let scenario = scenario.ok_or("node or the SDK's packages are missing, and CI must have them")?;
    let authority = Authority::new();
    let program = Program::serve(&authority);
    let (host, port) = program.address();
    let output = Command::new("node")
        .arg("server-sdk.mjs")
        .current_dir(scenario)
        .env("CHATKIT_HOST", host)
        .env("CHATKIT_PORT", port)
        .env("CHATKIT_INSTANCE", program::INSTANCE)
        .env("CHATKIT_KEY", program::KEY)
        // Node reads this at its start only, which is why the scenario is a process of its own.
        .env("NODE_EXTRA_CA_CERTS", authority.certificate())
        .output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && report.lines().any(|line| line.ends_with(" passed, 0 failed")) {
        return Ok(());
    }
    Err(format!("{report}\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// The folder of the scenario with its packages installed; none where that cannot be.
fn scenario() -> Option<&'static Path> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sdk-tests"));
    if folder.join("node_modules/@pusher/chatkit-server").is_dir() && runs("node") {
        return Some(folder);
    }
    let installed = runs("node") && runs("npm") && install(folder);
    if installed {
        return Some(folder);
    }
    eprintln!(" node or the SDK's packages are missing; install node and npm to run this test");
    None
}

fn install(folder: &Path) -> bool {
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    Command::new("npm").args(arguments).current_dir(folder).status().is_ok_and(|status| status.success())
}

fn runs(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
