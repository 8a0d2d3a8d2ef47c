//! A contestant in a process of its own, so that nothing of the driver is counted.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};

use tokio::net::{TcpListener, TcpStream};

use crate::peers::Peer;

/// A running contestant.
pub(crate) struct Served {
    child: Child,
    pub(crate) port: u16,
    /// Closing it tells the contestant to end.
    line: Option<TcpStream>,
}

impl Served {
    /// Starts it, under a tool if one is given, and waits until it listens.
    pub(crate) async fn start(peer: Peer, tool: &[&str]) -> io::Result<Self> {
        use clap::ValueEnum as _;
        let ready = TcpListener::bind("127.0.0.1:0").await?;
        let program = std::env::current_exe()?;
        let mut command = match tool.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        let name = peer.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        command.args(["serve", &name, "--ready", &ready.local_addr()?.port().to_string()]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let (mut stream, _) = ready.accept().await?;
        let port = tokio::io::AsyncReadExt::read_u16(&mut stream).await?;
        Ok(Self { child, port, line: Some(stream) })
    }

    /// Lets it end, and gives what it printed to standard error.
    pub(crate) fn finish(mut self) -> io::Result<(ExitStatus, String)> {
        self.line = None;
        let mut printed = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            io::Read::read_to_string(&mut stderr, &mut printed)?;
        }
        Ok((self.child.wait()?, printed))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
