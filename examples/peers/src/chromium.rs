//! Chromium as a browser for tests.

use crate::{Node, Script, is_installed};

/// The program names of Chromium.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// An installed Chromium, and Node with the package that drives it.
#[derive(Debug, Clone, Copy)]
pub struct Chromium {
    node: Node,
    name: &'static str,
}

impl Chromium {
    /// Finds Chromium. Prints a message if it is missing.
    pub fn find(node: Option<Node>) -> Option<Self> {
        let node = node?;
        let name = NAMES.into_iter().find(|name| is_installed(name));
        if name.is_none() {
            eprintln!("Chromium is missing: install it to run the tests in a browser");
        }
        Some(Self { node, name: name? })
    }

    /// Returns a script of this folder that drives the browser.
    pub fn script(self, path: &str) -> Script {
        self.node.script(path).env("CHROMIUM", self.name).screenshots()
    }
}
