//! A server as a process of its own, which ends with its test.

use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running server that says where it listens.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Kept open: a program whose output nobody takes could not print.
    output: BufReader<ChildStdout>,
    told: Vec<String>,
    address: String,
}

impl Program {
    /// Starts a server and waits until it prints `listening on` and an address.
    ///
    /// # Errors
    ///
    /// If the program cannot be started or ends before it listens.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().map(BufReader::new).ok_or_else(|| io::Error::other("no output"))?;
        // From here on the process ends with this value, whatever happens.
        let mut program = Self { child, output, told: Vec::new(), address: String::new() };
        loop {
            let mut line = String::new();
            if program.output.read_line(&mut line)? == 0 {
                return Err(io::Error::other(format!("the server ended before it listened: {:?}", program.told)));
            }
            let line = line.trim_end();
            if let Some(address) = line.strip_prefix("listening on ") {
                address.clone_into(&mut program.address);
                return Ok(program);
            }
            program.told.push(line.to_owned());
        }
    }

    /// Returns what the server printed before it listened, line by line.
    pub fn told(&self) -> &[String] {
        &self.told
    }

    /// Returns the address as it was printed, for example `http://127.0.0.1:8080`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Ends the process at once. On Unix that is SIGKILL: the program can do nothing more.
    ///
    /// # Errors
    ///
    /// If the process cannot be ended.
    pub fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The program may have ended already.
        let _ = self.kill();
    }
}
