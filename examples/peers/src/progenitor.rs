//! progenitor and its clients, which are built in a package of their own when they are needed.

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Failed;

use crate::Script;

/// The sources of progenitor and of what its clients depend on.
#[derive(Debug, Clone, Copy)]
pub struct Progenitor(());

impl Progenitor {
    /// Downloads the sources, if they are missing. Prints a message if that fails.
    pub fn find() -> Option<Self> {
        let found = cargo("fetch").status().is_ok_and(|status| status.success());
        if !found {
            eprintln!("the packages of {} cannot be downloaded: these tests need a network once", manifest().display());
        }
        found.then_some(Self(()))
    }

    /// Builds the clients of documents, and returns the program that calls with them.
    ///
    /// `documents`: the folder with `everything.json` and `journal.json`. `target`: the folder for what is built.
    ///
    /// # Errors
    ///
    /// Returns an error with the compiler's messages if a document cannot be read or a client does not compile.
    pub fn program(self, documents: &Path, target: &Path) -> Result<Script, Failed> {
        let output = cargo("build").arg("--target-dir").arg(target).env("DOCUMENTS", documents).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(Script::new(Command::new(target.join("debug").join("progenitor-peer"))))
    }
}

fn manifest() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("progenitor").join("Cargo.toml")
}

fn cargo(command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.arg(command).args(["--quiet", "--locked", "--manifest-path"]).arg(manifest());
    cargo
}
