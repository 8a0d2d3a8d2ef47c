//! A server as a child process that ends with its test.

use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

/// A running server that prints its address.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Kept open, because printing to a closed pipe fails.
    output: BufReader<ChildStdout>,
    startup_output: Vec<String>,
    address: String,
}

impl Program {
    /// Starts a server and waits until it prints `listening on` and an address.
    ///
    /// # Errors
    ///
    /// Returns an error if the program cannot be started or ends before it listens.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().map(BufReader::new).ok_or_else(|| io::Error::other("no output"))?;
        // From here on, dropping this value ends the process.
        let mut program = Self { child, output, startup_output: Vec::new(), address: String::new() };
        loop {
            let mut line = String::new();
            if program.output.read_line(&mut line)? == 0 {
                return Err(io::Error::other(format!(
                    "the server ended before it listened: {:?}",
                    program.startup_output
                )));
            }
            let line = line.trim_end();
            if let Some(address) = line.strip_prefix("listening on ") {
                address.clone_into(&mut program.address);
                return Ok(program);
            }
            program.startup_output.push(line.to_owned());
        }
    }

    /// Returns the lines that the server printed before it listened.
    pub fn startup_output(&self) -> &[String] {
        &self.startup_output
    }

    /// Returns the address as it was printed, for example `http://127.0.0.1:8080`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns the id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks the process to end, as an init system does (SIGTERM).
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such process.
    #[cfg(unix)]
    pub fn terminate(&self) -> io::Result<()> {
        // The shell's own command: a minimal system has no other.
        let sent = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.id())).status()?;
        if sent.success() { Ok(()) } else { Err(io::Error::other("the signal was not sent")) }
    }

    /// Waits until the process ends by itself.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be waited for.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }

    /// Kills the process. On Unix it sends SIGKILL, which the program cannot handle.
    ///
    /// # Errors
    ///
    /// Returns an error if the process cannot be killed.
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
