//! Node with the npm packages of this folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Script;
use crate::is_installed;

/// An installed Node, and the installed packages of the scripts.
#[derive(Debug, Clone, Copy)]
pub struct Node(());

impl Node {
    /// Finds Node and installs missing packages. Prints a message if that fails.
    pub fn find() -> Option<Self> {
        let found = is_installed("node") && (has_packages() || is_installed("npm") && install());
        if !found {
            eprintln!(
                "node or the packages of {} are missing: install node and npm to run these tests",
                folder().display()
            );
        }
        found.then_some(Self(()))
    }

    /// Finds Node for scripts that need no packages. Prints a message if it is missing.
    pub fn find_without_packages() -> Option<Self> {
        let found = is_installed("node");
        if !found {
            eprintln!("node is missing: install it to run these tests");
        }
        found.then_some(Self(()))
    }

    /// Returns a script of this folder, for example `chatkit-console/console.mjs`.
    pub fn script(self, path: &str) -> Script {
        Script::new(self.command(path))
    }

    /// Returns the command that runs a script of this folder.
    pub fn command(self, path: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(path).current_dir(folder());
        command
    }
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns whether the installed packages are at least as new as the lock file.
fn has_packages() -> bool {
    let modified = |path: &str| fs::metadata(folder().join(path)).and_then(|file| file.modified()).ok();
    let (locked, installed) = (modified("package-lock.json"), modified("node_modules/.package-lock.json"));
    installed.is_some() && installed >= locked
}

fn install() -> bool {
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    Command::new("npm").args(arguments).current_dir(folder()).status().is_ok_and(|status| status.success())
}
