//! The program of the README is served, and its client in TypeScript used, as the README says.
//!
//! If node or npm is missing, the test counts as ignored, or as failed if `CI` is set. The standard test harness cannot
//! ignore a test at run time; therefore this binary has another one.

use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed};
use peers::{Node, Program};

const PROGRAM: &str = env!("CARGO_BIN_EXE_documented");
const LISTEN: &str = include_str!("../listen.mts");

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let trials = vec![peers::trial("a_program_in_typescript_listens_to_the_server_of_the_readme", node, listen)];
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn listen(node: Node) -> Result<(), Failed> {
    let server = Program::start(Command::new(PROGRAM).args(["serve", "127.0.0.1:0"]))?;
    let client = Command::new(PROGRAM).arg("typescript").output()?;
    if !client.status.success() {
        return Err(String::from_utf8_lossy(&client.stderr).into_owned().into());
    }
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("room.ts"), client.stdout)?;
    let program = LISTEN.replace("http://127.0.0.1:8080", server.address());
    std::fs::write(folder.path().join("listen.mts"), program)?;
    node.script("typescript/readme.mjs").arg(folder.path()).env("BASE_URL", server.address()).run()
}
