//! `chatkit serve` as a process that ends with the test.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use super::authority::Authority;

pub(crate) const KEY: &str = "key-id:key:with:colons";

/// Servers are counted, so that each has an instance of its own.
static SERVERS: AtomicU32 = AtomicU32::new(1);

/// A running server.
pub(crate) struct Program {
    child: Child,
    instance: String,
    port: String,
}

impl Program {
    /// Starts it on a free port and waits until it says that it is ready. With an authority it serves TLS.
    pub(crate) fn serve(authority: Option<&Authority>, test_tokens: bool) -> Self {
        let number = SERVERS.fetch_add(1, Ordering::Relaxed);
        let instance = format!("v1:us1:3a9f3f39-5a8a-4d3a-9b0a-{number:012}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatkit"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--instance", &instance, "--key", KEY]);
        if let Some([certificate, key]) = authority.map(Authority::server) {
            command.arg("--tls-cert").arg(certificate).arg("--tls-key").arg(key);
        }
        if test_tokens {
            command.arg("--test-tokens");
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let scheme = if authority.is_some() { "https" } else { "http" };
        let announced = format!("listening on {scheme}://127.0.0.1:");
        let ready = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix(&announced).map(str::to_owned));
        Self { child, instance, port: ready.expect("the server says where it listens") }
    }

    /// The locator of the instance it serves.
    pub(crate) fn instance(&self) -> &str {
        &self.instance
    }

    /// Host and port, under the name that the certificate is for.
    pub(crate) fn address(&self) -> (&str, &str) {
        ("localhost", &self.port)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
