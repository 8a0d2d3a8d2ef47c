//! One node as a process, with its log.

use std::fs::{self, File};
use std::process::Command;

use peers::Program;
use tempfile::TempDir;

pub(crate) const APPLICATION: &str = "app";
pub(crate) const KEY: &str = "devkey";
pub(crate) const SECRET: &str = "secret-of-the-key";
pub(crate) const ADMIN_PASSWORD: &str = "password-of-the-administrator";

/// A node with an application, a key and an administrator. It ends with this value.
pub(crate) struct Node {
    pub(crate) program: Program,
    folder: TempDir,
}

impl Node {
    /// Starts a node that is alone.
    pub(crate) fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command();
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path()).args(arguments);
        command
            .envs([("AUTH_METHOD", "basic"), ("ADMIN_USERNAME", "admin"), ("ADMIN_PASSWORD", ADMIN_PASSWORD)])
            .envs([("DEV_APPLICATION_ID", APPLICATION), ("DEV_KEY_ID", KEY), ("DEV_KEY_SECRET", SECRET)])
            .envs(variables.iter().copied())
            .stderr(File::create(folder.path().join("log")).unwrap());
        Self { program: Program::start(&mut command).unwrap(), folder }
    }

    /// Returns `host:port`.
    pub(crate) fn address(&self) -> &str {
        self.program.address().trim_start_matches("http://")
    }

    /// Returns what the node has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// Runs a command of the program on the node's database. Returns what it prints.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = command().args(arguments).arg("--data").arg(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// Returns the program, without the variables of this process.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pandapush"));
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}
