//! The SDKs, installed by npm beside the scenarios that use them.

use std::path::Path;
use std::process::Command;

/// The folder of the scenarios with their packages installed; none where that cannot be.
pub(crate) fn installed() -> Option<&'static Path> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sdk-tests"));
    if runs("node") && (is_complete(folder) || (runs("npm") && install(folder))) {
        return Some(folder);
    }
    eprintln!(" node or the SDKs' packages are missing; install node and npm to run these tests");
    None
}

/// Whether all packages are there: an older checkout may have left some behind.
fn is_complete(folder: &Path) -> bool {
    ["@pusher/chatkit-server", "@pusher/chatkit-client", "@pusher/platform", "ws"]
        .iter()
        .all(|package| folder.join("node_modules").join(package).is_dir())
}

fn install(folder: &Path) -> bool {
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    Command::new("npm").args(arguments).current_dir(folder).status().is_ok_and(|status| status.success())
}

fn runs(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
