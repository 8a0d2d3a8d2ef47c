//! nginx as a reverse proxy in front of a server under test.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

/// The names of the program. Debian installs it where only the administrator looks.
const NAMES: [&str; 2] = ["nginx", "/usr/sbin/nginx"];

/// How often a port is chosen, in case that another program takes it first.
const ATTEMPTS: usize = 5;

/// An installed nginx.
#[derive(Debug, Clone, Copy)]
pub struct Nginx(&'static str);

/// A running nginx. It ends when this value is dropped.
#[derive(Debug)]
pub struct Proxy {
    child: Child,
    address: SocketAddr,
    /// Holds the configuration and the temporary files.
    folder: TempDir,
}

impl Nginx {
    /// Finds nginx. Prints a message if it is missing.
    pub fn find() -> Option<Self> {
        let is_installed =
            |name: &&str| Command::new(name).arg("-v").output().is_ok_and(|output| output.status.success());
        let name = NAMES.into_iter().find(is_installed);
        if name.is_none() {
            eprintln!("nginx is missing: install it to run the tests behind a proxy");
        }
        name.map(Self)
    }

    /// Starts nginx on a free port of the loopback interface. `server` holds the lines of its `server` block, without
    /// `listen`. All settings that it does not name are nginx's defaults.
    ///
    /// # Errors
    ///
    /// Returns an error with nginx's log if it does not listen.
    pub fn start(self, server: &str) -> io::Result<Proxy> {
        self.start_beside("", server)
    }

    /// As [`Nginx::start`], with lines that stand before the `server` block: upstreams, maps, formats of the log.
    ///
    /// # Errors
    ///
    /// Returns an error with nginx's log if it does not listen.
    pub fn start_beside(self, before: &str, server: &str) -> io::Result<Proxy> {
        let mut last = io::Error::other("not tried");
        for _ in 0..ATTEMPTS {
            match self.attempt(before, server) {
                Ok(proxy) => return Ok(proxy),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn attempt(self, before: &str, server: &str) -> io::Result<Proxy> {
        let folder = tempfile::tempdir()?;
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("    {kind}_temp_path {};\n", folder.path().join(kind).display()))
            .concat();
        // One process, which ends with its child handle. As a daemon it would leave workers behind.
        let configuration = format!(
            "daemon off;\nmaster_process off;\npid {0}/pid;\nerror_log {0}/log;\nevents {{}}\nhttp {{\n    access_log off;\n\
             {places}{before}    server {{\n        listen {address};\n{server}\n    }}\n}}\n",
            folder.path().display()
        );
        let path = folder.path().join("nginx.conf");
        fs::write(&path, configuration)?;
        let mut command = Command::new(self.0);
        command.arg("-p").arg(folder.path()).arg("-c").arg(&path).stdin(Stdio::null()).stderr(Stdio::null());
        let mut proxy = Proxy { child: command.spawn()?, address, folder };
        while TcpStream::connect(address).is_err() {
            if proxy.child.try_wait()?.is_some() {
                return Err(io::Error::other(format!("nginx ended: {}", proxy.log())));
            }
            // nginx does not announce that it listens.
            sleep(Duration::from_millis(10));
        }
        Ok(proxy)
    }
}

impl Proxy {
    /// Returns the address that the proxy listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the lines of nginx's error log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
