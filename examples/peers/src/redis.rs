//! Redis as a server beside the programs under test.

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use super::is_installed;

const NAME: &str = "redis-server";

/// How often a port is chosen, in case that another program takes it first.
const ATTEMPTS: usize = 5;

/// How long a command of [`RedisServer::command`] may take.
const COMMAND_TIME_LIMIT: Duration = Duration::from_secs(10);

/// An installed Redis.
#[derive(Debug, Clone, Copy)]
pub struct Redis(());

/// What a Redis keeps when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// Nothing.
    None,
    /// Everything that it has confirmed: an append-only file, synchronized after each command.
    AppendOnly,
}

/// A running Redis. It ends when this value is dropped.
#[derive(Debug)]
pub struct RedisServer {
    /// `None` after it was killed.
    child: Option<Child>,
    address: SocketAddr,
    persistence: Persistence,
    /// Holds the append-only file and the log.
    folder: TempDir,
}

impl Redis {
    /// Finds Redis. Prints a message if it is missing.
    pub fn find() -> Option<Self> {
        let found = is_installed(NAME).then_some(Self(()));
        if found.is_none() {
            eprintln!("{NAME} is missing: install it to run the tests with Redis");
        }
        found
    }

    /// Starts Redis on a free port of the loopback interface, in a folder of its own.
    ///
    /// # Errors
    ///
    /// Returns an error with Redis' log if it does not listen.
    pub fn start(self, persistence: Persistence) -> io::Result<RedisServer> {
        let mut last = io::Error::other("not tried");
        for _ in 0..ATTEMPTS {
            let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
            let mut server = RedisServer { child: None, address, persistence, folder: tempfile::tempdir()? };
            match server.restart() {
                Ok(()) => return Ok(server),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl RedisServer {
    /// Returns the address that Redis listens on. It stays the same across restarts.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address as a URL, for example `redis://127.0.0.1:6379`.
    pub fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    /// Kills the process. On Unix it sends SIGKILL, so Redis saves nothing at its end.
    ///
    /// # Errors
    ///
    /// Returns an error if the process cannot be killed.
    pub fn kill(&mut self) -> io::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill()?;
        child.wait().map(drop)
    }

    /// Starts Redis again on the same port, with what it has kept, and waits until it answers. Kills it first if it
    /// runs.
    ///
    /// # Errors
    ///
    /// Returns an error with Redis' log if it does not answer.
    pub fn restart(&mut self) -> io::Result<()> {
        self.kill()?;
        let log = self.folder.path().join("log");
        let port = self.address.port().to_string();
        let persistence = match self.persistence {
            Persistence::None => ["--appendonly", "no"].as_slice(),
            Persistence::AppendOnly => &["--appendonly", "yes", "--appendfsync", "always"],
        };
        let mut command = Command::new(NAME);
        command.args(["--bind", "127.0.0.1", "--port", &port, "--save", "", "--daemonize", "no"]).args(persistence);
        command.arg("--dir").arg(self.folder.path()).args([OsString::from("--logfile"), log.clone().into()]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        loop {
            if child.try_wait()?.is_some() {
                let log = std::fs::read_to_string(&log).unwrap_or_default();
                return Err(io::Error::other(format!("{NAME} ended: {log}")));
            }
            if self.command(&["PING"]).is_ok_and(|answer| answer == "+PONG") {
                self.child = Some(child);
                return Ok(());
            }
            // Redis does not announce that it listens, or that it has read its file.
            sleep(Duration::from_millis(10));
        }
    }

    /// Removes all data.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis does not answer.
    pub fn flush(&self) -> io::Result<()> {
        self.command(&["FLUSHALL"]).map(drop)
    }

    /// Sends one command over a connection of its own, and returns the first line of the answer with its type, for
    /// example `+OK` or `:3`.
    ///
    /// # Errors
    ///
    /// Returns an error if Redis does not answer, or answers with an error.
    pub fn command(&self, words: &[&str]) -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&self.address, COMMAND_TIME_LIMIT)?;
        stream.set_read_timeout(Some(COMMAND_TIME_LIMIT))?;
        let words: Vec<String> = words.iter().map(|word| format!("${}\r\n{word}\r\n", word.len())).collect();
        stream.write_all(format!("*{}\r\n{}", words.len(), words.concat()).as_bytes())?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('-') {
            return Err(io::Error::other(format!("{NAME} answered {line:?}")));
        }
        Ok(line.to_owned())
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}
