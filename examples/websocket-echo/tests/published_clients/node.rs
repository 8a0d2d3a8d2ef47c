//! Runs the scripts and servers of the folder `peers` as processes of node.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use libtest_mimic::Failed;

const MISSING: &str = "node, Chromium or the peers' packages are missing, and CI must have them";

/// Returns the folder of the scripts with their packages installed, or `None` if that is not possible.
pub(crate) fn peers() -> Option<&'static Path> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/peers"));
    let installed =
        ["ws", "undici", "playwright-core"].iter().all(|name| folder.join("node_modules").join(name).is_dir());
    if runs("node") && (installed || runs("npm") && install(folder)) {
        return Some(folder);
    }
    eprintln!("node or the peers' packages are missing; install node and npm to run these tests");
    None
}

/// Returns the command name of Chromium, or `None` if it is missing.
pub(crate) fn chromium() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| runs(name));
    if found.is_none() {
        eprintln!("Chromium is missing; install it to run the test in a browser");
    }
    found
}

/// Runs a script, which starts the program itself.
pub(crate) fn drive(peers: Option<&Path>, script: &str) -> Result<(), Failed> {
    run(Command::new("node").arg(script).current_dir(peers.ok_or(MISSING)?))
}

/// Runs the script that uses Chromium.
pub(crate) fn browse(peers: Option<&Path>, chromium: Option<&str>) -> Result<(), Failed> {
    let mut command = Command::new("node");
    run(command.arg("chromium.mjs").current_dir(peers.ok_or(MISSING)?).env("CHROMIUM", chromium.ok_or(MISSING)?))
}

fn run(script: &mut Command) -> Result<(), Failed> {
    let output = script.env("WEBSOCKET_ECHO", env!("CARGO_BIN_EXE_websocket-echo")).output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && report.lines().any(|line| line.ends_with(" passed, 0 failed")) {
        return Ok(());
    }
    Err(format!("{report}\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// A server of npm's `ws`, which is stopped when this value is dropped.
pub(crate) struct NodeServer {
    child: Child,
    /// The address of the server, `http://127.0.0.1:…`.
    pub(crate) url: String,
}

impl NodeServer {
    /// Starts the server on a free port and waits until it listens.
    pub(crate) fn start(peers: Option<&Path>, deflate: bool) -> Result<Self, Failed> {
        let mut child = Command::new("node")
            .arg("ws-server.mjs")
            .args(deflate.then_some("deflate"))
            .current_dir(peers.ok_or(MISSING)?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = child.stdout.take().map(|output| BufReader::new(output).lines());
        let line = lines.and_then(|mut lines| lines.next()).transpose()?;
        let url = line.and_then(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Ok(Self { child, url: url.ok_or("the server did not print its address")? })
    }
}

impl Drop for NodeServer {
    fn drop(&mut self) {
        // Fails if the process has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn install(folder: &Path) -> bool {
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    Command::new("npm").args(arguments).current_dir(folder).status().is_ok_and(|status| status.success())
}

fn runs(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
