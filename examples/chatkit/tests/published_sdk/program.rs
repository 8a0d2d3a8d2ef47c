//! `chatkit serve` as a process that ends with the test.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::authority::Authority;

pub(crate) const INSTANCE: &str = "v1:us1:3a9f3f39-5a8a-4d3a-9b0a-000000000001";
pub(crate) const KEY: &str = "key-id:key:with:colons";

/// A running server.
pub(crate) struct Program {
    child: Child,
    port: String,
}

impl Program {
    /// Starts it on a free port and waits until it says that it is ready.
    pub(crate) fn serve(authority: &Authority) -> Self {
        let [certificate, key] = authority.server();
        let mut child = Command::new(env!("CARGO_BIN_EXE_chatkit"))
            .args(["serve", "--listen", "127.0.0.1:0", "--instance", INSTANCE, "--key", KEY])
            .arg("--tls-cert")
            .arg(certificate)
            .arg("--tls-key")
            .arg(key)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on https://127.0.0.1:").map(str::to_owned));
        Self { child, port: ready.expect("the server says where it listens") }
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
