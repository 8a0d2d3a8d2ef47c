//! node with the packages of this folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Script;
use crate::is_installed;

/// node, and the packages installed that the scripts use.
#[derive(Debug, Clone, Copy)]
pub struct Node(());

impl Node {
    /// Finds node, and installs the packages where they are missing. Prints what cannot be found.
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

    /// Finds node for scripts that use none of the packages. Prints if it cannot be found.
    pub fn find_without_packages() -> Option<Self> {
        let found = is_installed("node");
        if !found {
            eprintln!("node is missing: install it to run these tests");
        }
        found.then_some(Self(()))
    }

    /// Prepares to run a script of this folder, for example `chatkit-console/console.mjs`.
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

/// Whether what is installed is what the lock file says: an older checkout may have left other packages behind.
fn has_packages() -> bool {
    let modified = |path: &str| fs::metadata(folder().join(path)).and_then(|file| file.modified()).ok();
    let (locked, installed) = (modified("package-lock.json"), modified("node_modules/.package-lock.json"));
    installed.is_some() && installed >= locked
}

fn install() -> bool {
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    Command::new("npm").args(arguments).current_dir(folder()).status().is_ok_and(|status| status.success())
}
