//! The published Pusher server SDK drives `chatkit serve`, over TLS with a certificate authority of its own.
//!
//! It needs node and npm. Where they are missing the test says so and does nothing, but under `CI` that is a failure.

mod authority;
mod program;

use std::path::Path;
use std::process::Command;

use authority::Authority;
use program::Program;

#[test]
fn the_published_server_sdk_takes_the_backend_for_the_real_one() {
    let Some(scenario) = scenario() else { return };
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
        .output()
        .expect("node was there a moment ago");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.lines().any(|line| line.ends_with(" passed, 0 failed")), "{report}");
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
    assert!(std::env::var_os("CI").is_none(), "node or the SDK's packages are missing, and CI must have them");
    eprintln!("ignored: node or the SDK's packages are missing; install node and npm to run this test");
    None
}

fn install(folder: &Path) -> bool {
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    Command::new("npm").args(arguments).current_dir(folder).status().is_ok_and(|status| status.success())
}

fn runs(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
