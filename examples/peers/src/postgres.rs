//! PostgreSQL as the database of a server under test.

use std::env;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Where Debian installs the programs, in a folder for each version. They are not on its `PATH`.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The user that runs the database if the tests run as root, which PostgreSQL refuses. Debian's package creates it.
const USER: &str = "postgres";

/// The name, the password and the database of the only role.
const ROLE: &str = "pandapush";

/// How often a port is chosen, in case that another program takes it first.
const ATTEMPTS: usize = 5;

/// How long a start may take, the recovery after a crash included.
const START_TIME: Duration = Duration::from_secs(30);

/// An installed PostgreSQL.
#[derive(Debug, Clone)]
pub struct Postgres {
    programs: PathBuf,
    /// The user to run it as. `None`: that of the tests.
    user: Option<&'static str>,
}

/// A PostgreSQL server with a database of its own. It ends when this value is dropped.
#[derive(Debug)]
pub struct PostgresServer {
    postgres: Postgres,
    child: Option<Child>,
    address: SocketAddr,
    durable: bool,
    tls: bool,
    /// Holds the data, the socket and the log.
    folder: TempDir,
}

impl Postgres {
    /// Finds PostgreSQL: the newest of Debian's, or the one on the `PATH`. Prints a message if it is missing.
    pub fn find() -> Option<Self> {
        let found = Self::find_quietly();
        if found.is_none() {
            eprintln!("PostgreSQL is missing: install it to run the tests with a database server");
        }
        found
    }

    /// Finds PostgreSQL as [`find`](Self::find) does, without a message.
    pub fn find_quietly() -> Option<Self> {
        let mut folders: Vec<PathBuf> = fs::read_dir(DEBIAN)
            .into_iter()
            .flatten()
            .flatten()
            .map(|version| version.path().join("bin"))
            .chain(env::var_os("PATH").iter().flat_map(env::split_paths))
            .filter(|folder| ["initdb", "postgres", "pg_isready"].iter().all(|name| folder.join(name).is_file()))
            .collect();
        folders.sort_by_key(|folder| version(folder));
        let user = is_root().then_some(USER);
        folders.pop().map(|programs| Self { programs, user })
    }

    /// Creates a database and starts its server on a free port of the loopback interface. Commits do not wait for the
    /// disk, so a crash of the machine would lose them, but not one of the server.
    ///
    /// # Errors
    ///
    /// Returns an error with the server's log if it does not start.
    pub fn start(&self) -> io::Result<PostgresServer> {
        self.start_with(false)
    }

    /// Creates a database like [`start`](Self::start) does, whose commits wait for the disk.
    ///
    /// # Errors
    ///
    /// Returns an error with the server's log if it does not start.
    pub fn start_durable(&self) -> io::Result<PostgresServer> {
        self.start_with(true)
    }

    fn start_with(&self, durable: bool) -> io::Result<PostgresServer> {
        let folder = tempfile::tempdir()?;
        let password = folder.path().join("password");
        fs::write(&password, ROLE)?;
        if let Some(user) = self.user {
            succeed(Command::new("chown").arg("-R").arg(user).arg(folder.path()))?;
        }
        let mut create = self.command("initdb");
        create.args(["--no-sync", "--no-instructions", "--no-locale", "--encoding=UTF8", "--auth=scram-sha-256"]);
        create.arg(format!("--username={ROLE}")).arg("--pwfile").arg(&password).arg("-D").arg(data(&folder));
        succeed(&mut create)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut server = PostgresServer { postgres: self.clone(), child: None, address, durable, tls: false, folder };
        let mut last = io::Error::other("not tried");
        for _ in 0..ATTEMPTS {
            server.address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
            match server.start() {
                Ok(()) => return Ok(server),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Returns the command of a program, run as the user that PostgreSQL accepts. The process id is the program's.
    fn command(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let Some(user) = self.user else { return Command::new(program) };
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={user}")).arg(format!("--regid={user}")).arg("--init-groups").arg(program);
        // A folder that only root may enter would fail the start.
        command.current_dir("/");
        command
    }
}

impl PostgresServer {
    /// Returns the URL of the database, with its password.
    pub fn url(&self) -> String {
        format!("postgres://{ROLE}:{ROLE}@{}/postgres", self.address)
    }

    /// Returns the address that the server listens on. It stays the same after a restart.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Starts the server again, after [`stop`](Self::stop) or [`kill`](Self::kill).
    ///
    /// # Errors
    ///
    /// Returns an error with the server's log if it does not start in time.
    pub fn start(&mut self) -> io::Result<()> {
        let begin = Instant::now();
        loop {
            match self.attempt(begin) {
                // Processes of a killed server hold the shared memory until they notice.
                Err(error) if error.to_string().contains("shared memory") && begin.elapsed() < START_TIME => {
                    sleep(Duration::from_millis(50));
                }
                result => return result,
            }
        }
    }

    /// Stops the server. Connections are closed, transactions that are not committed are rolled back.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be stopped.
    pub fn stop(&mut self) -> io::Result<()> {
        self.signal("INT")
    }

    /// Kills the server as a crash would. Its data are recovered at the next start.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be killed.
    pub fn kill(&mut self) -> io::Result<()> {
        // The processes of its connections end by themselves a moment later.
        self.signal("KILL")
    }

    /// Stops the server and starts it again.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be stopped or does not start.
    pub fn restart(&mut self) -> io::Result<()> {
        self.stop()?;
        self.start()
    }

    /// Restarts the server so that it accepts encrypted connections only.
    ///
    /// # Errors
    ///
    /// Returns an error if the files cannot be copied, or if the server does not start.
    pub fn require_tls(&mut self, certificate: &Path, key: &Path) -> io::Result<()> {
        self.stop()?;
        let data = data(&self.folder);
        fs::copy(certificate, data.join("server.crt"))?;
        fs::copy(key, data.join("server.key"))?;
        fs::write(data.join("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n")?;
        succeed(Command::new("chmod").arg("600").arg(data.join("server.key")))?;
        if let Some(user) = self.postgres.user {
            succeed(Command::new("chown").arg("-R").arg(user).arg(&data))?;
        }
        self.tls = true;
        self.start()
    }

    /// Returns the lines of the server's log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn attempt(&mut self, begin: Instant) -> io::Result<()> {
        let log = fs::File::create(self.folder.path().join("log"))?;
        let mut command = self.postgres.command("postgres");
        command.arg("-D").arg(data(&self.folder)).arg("-h").arg(self.address.ip().to_string());
        command.arg("-p").arg(self.address.port().to_string()).arg("-k").arg(self.folder.path());
        command.args(["-c", "max_connections=50", "-c", "shared_buffers=16MB"]);
        if !self.durable {
            command.args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        }
        if self.tls {
            command.args(["-c", "ssl=on"]);
        }
        self.child = Some(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?);
        while !self.is_ready()? {
            let ended = self.child.as_mut().map(Child::try_wait).transpose()?.flatten().is_some();
            if ended || begin.elapsed() > START_TIME {
                self.signal("KILL")?;
                return Err(io::Error::other(format!("PostgreSQL does not start: {}", self.log())));
            }
            // PostgreSQL announces that it is ready only to its service manager.
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn is_ready(&self) -> io::Result<bool> {
        let mut command = self.postgres.command("pg_isready");
        command.arg("-q").arg("-h").arg(self.address.ip().to_string()).arg("-p").arg(self.address.port().to_string());
        Ok(command.status()?.success())
    }

    /// Sends a signal to the server and waits for its end.
    fn signal(&mut self, name: &str) -> io::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        if child.try_wait()?.is_none() {
            // The standard library sends `KILL` only.
            succeed(Command::new("kill").arg("-s").arg(name).arg(child.id().to_string()))?;
        }
        child.wait().map(drop)
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // The server ends its processes at once. It may have ended already.
        let _ = self.signal("QUIT");
    }
}

fn data(folder: &TempDir) -> PathBuf {
    folder.path().join("data")
}

/// Returns the version in the path of a folder of Debian's, 0 for another folder.
fn version(folder: &Path) -> u32 {
    folder.parent().and_then(|version| version.file_name()?.to_str()?.parse().ok()).unwrap_or(0)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Runs a command.
fn succeed(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let program = command.get_program().display().to_string();
    Err(io::Error::other(format!("{program}: {}", String::from_utf8_lossy(&output.stderr))))
}
