//! What tests against published SDKs, WebSocket implementations and a browser share. A development dependency of the other examples.
//!
//! The scripts and the packages of npm that they use stand beside this crate's sources. A trial whose peer is missing is ignored, and says
//! so; under `CI` it fails instead.

#![forbid(unsafe_code)]

mod authority;
mod chromium;
mod node;
mod program;
mod script;
mod trial;

pub use authority::Authority;
pub use chromium::Chromium;
pub use node::Node;
pub use program::Program;
pub use script::Script;
pub use trial::trial;

use std::process::Command;

/// Whether a program of this name is installed.
fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}
