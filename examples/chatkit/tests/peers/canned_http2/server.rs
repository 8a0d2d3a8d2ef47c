//! The canned server as a child process, and the environment of its clients.

use std::time::Duration;

use api_client::{Backoff, ResumePolicy, RetryPolicy, Tls, TransportSettings};
use peers::{Authority, Node, Program};
use pusher_platform::PlatformEnvironment;

/// The time limit of one test, with a margin for busy machines.
const TEST_TIMEOUT: Duration = Duration::from_mins(1);

#[derive(Debug, Clone, Copy)]
pub(crate) enum Scheme {
    /// HTTP/2 with prior knowledge.
    Plain,
    /// HTTP/2 by ALPN.
    Tls,
}

pub(crate) struct Canned {
    _program: Program,
    address: String,
    authority: Option<Authority>,
}

impl Canned {
    pub(crate) fn start(node: Node, scheme: Scheme) -> Self {
        let mut command = node.command("chatkit-sdk/canned-http2.mjs");
        let (scheme, authority) = match scheme {
            Scheme::Plain => ("http", None),
            Scheme::Tls => ("https", Some(Authority::new())),
        };
        if let Some([certificate, key]) = authority.as_ref().map(Authority::server) {
            command.env("CANNED_CERT", certificate).env("CANNED_KEY", key);
        }
        let program = Program::start(&mut command).expect("node starts");
        Self { address: format!("{scheme}://localhost:{}", program.address()), _program: program, authority }
    }

    /// Returns an environment that does not retry requests and reopens lost subscriptions without a delay.
    pub(crate) fn environment(&self) -> PlatformEnvironment {
        let settings = match &self.authority {
            None => TransportSettings::default(),
            Some(authority) => {
                let pem = std::fs::read(authority.certificate()).unwrap();
                TransportSettings::default().tls(Tls::platform().with_root_pem(pem))
            }
        };
        let no_delay = Backoff::exponential(Duration::from_millis(1), Duration::from_millis(1));
        PlatformEnvironment::new("v1:us1:test".parse().unwrap())
            .at(&self.address)
            .transport(settings)
            .one_connection()
            .retry(RetryPolicy::never())
            .resume(ResumePolicy::platform().backoff(no_delay))
    }
}

/// Runs a future on a new runtime, within a time limit.
pub(crate) fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(TEST_TIMEOUT, test).await.expect("the test ends in time") });
}
