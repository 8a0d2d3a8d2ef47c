//! Python with the packages of `chatkit-python` and `openapi`, in a virtual environment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Script;
use crate::is_installed;

const REQUIREMENTS: [&str; 5] = [
    "chatkit-python/build-requirements.txt",
    "chatkit-python/requirements.txt",
    "openapi/requirements.txt",
    "openapi/schemathesis-requirements.txt",
    "openapi/generator-requirements.txt",
];
/// Written after the last package, so that an installation that was interrupted is repeated.
const COMPLETE: &str = ".venv/complete";

/// An installed Python with the packages of the scripts.
#[derive(Debug, Clone, Copy)]
pub struct Python(());

impl Python {
    /// Finds Python and installs missing packages. Prints a message if that fails.
    pub fn find() -> Option<Self> {
        let found = has_packages() || is_installed("python3") && install();
        if !found {
            eprintln!(
                "python3, its modules venv and ensurepip or the packages of {} are missing: install Python 3.11 or \
                 later and, on Debian, python3-venv to run these tests",
                in_folder(REQUIREMENTS[1]).display()
            );
        }
        found.then_some(Self(()))
    }

    /// Returns a script of this folder, for example `chatkit-python/program.py`.
    pub fn script(self, path: &str) -> Script {
        let mut command = python();
        // `-B`: no compiled files in the work tree.
        command.arg("-B").arg(path);
        Script::new(command)
    }
}

fn in_folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the command of the environment's own Python.
fn python() -> Command {
    let mut command = Command::new(in_folder(".venv/bin/python"));
    command.current_dir(in_folder(""));
    command
}

/// Returns whether the installed packages are at least as new as their lists, and their Python still runs.
fn has_packages() -> bool {
    let modified = |path: &str| fs::metadata(in_folder(path)).and_then(|file| file.modified()).ok();
    let installed = modified(COMPLETE);
    let is_current = REQUIREMENTS.iter().all(|list| installed >= modified(list));
    installed.is_some() && is_current && runs(python().arg("--version"))
}

/// Creates the environment and installs the packages, each with the hash that its list names.
fn install() -> bool {
    let pip = |arguments: &[&str]| {
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
        runs(python().args(install).args(arguments))
    };
    let environment = ["-m", "venv", "--clear", ".venv"];
    runs(Command::new("python3").args(environment).current_dir(in_folder("")))
        && pip(&["--requirement", REQUIREMENTS[0]])
        // Without isolation, because the isolated build would download a builder without a hash.
        && pip(&["--no-build-isolation", "--use-pep517", "--requirement", REQUIREMENTS[1]])
        && pip(&["--requirement", REQUIREMENTS[2]])
        && pip(&["--requirement", REQUIREMENTS[3]])
        && pip(&["--requirement", REQUIREMENTS[4]])
        && fs::write(in_folder(COMPLETE), "").is_ok()
}

fn runs(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}
