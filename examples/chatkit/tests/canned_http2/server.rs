//! The canned server as a process that ends with the tests, and clients of it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use api_client::{Backoff, ResumePolicy, RetryPolicy, Tls, TransportSettings};
use pusher_platform::PlatformEnvironment;

use crate::authority::Authority;

/// How long one test may take, on a machine that is busy with others.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug, Clone, Copy)]
pub(crate) enum Scheme {
    /// HTTP/2 with prior knowledge.
    Plain,
    /// HTTP/2 by ALPN.
    Tls,
}

pub(crate) struct Canned {
    child: Child,
    address: String,
    authority: Option<Authority>,
}

impl Canned {
    pub(crate) fn start(scheme: Scheme) -> Self {
        let mut command = Command::new("node");
        command.arg("canned-http2.mjs").current_dir(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sdk-tests")));
        let authority = match scheme {
            Scheme::Plain => None,
            Scheme::Tls => {
                let authority = Authority::new();
                let [certificate, key] = authority.server();
                command.env("CANNED_CERT", certificate).env("CANNED_KEY", key);
                Some(authority)
            }
        };
        let mut child = command.stdout(Stdio::piped()).spawn().expect("node starts");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        let port = port.expect("the server says where it listens");
        let scheme = if authority.is_some() { "https" } else { "http" };
        Self { child, address: format!("{scheme}://localhost:{port}"), authority }
    }

    /// A client that gives up at once, and opens a lost subscription again at once.
    pub(crate) fn environment(&self) -> PlatformEnvironment {
        let settings = match &self.authority {
            None => TransportSettings::default(),
            Some(authority) => {
                let pem = std::fs::read(authority.certificate()).unwrap();
                TransportSettings::default().tls(Tls::platform().with_root_pem(pem))
            }
        };
        let at_once = Backoff::exponential(Duration::from_millis(1), Duration::from_millis(1));
        PlatformEnvironment::new("v1:us1:test".parse().unwrap())
            .at(&self.address)
            .transport(settings)
            .one_connection()
            .retry(RetryPolicy::never())
            .resume(ResumePolicy::platform().backoff(at_once))
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a test's own small world.
pub(crate) fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(PATIENCE, test).await.expect("it does not take for ever") });
}

pub(crate) fn can_run() -> bool {
    Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success())
}
