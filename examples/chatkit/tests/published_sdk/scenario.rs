//! A scenario: a program of node's that drives a server with one of the SDKs and says how many checks held.

use std::path::Path;
use std::process::Command;

use libtest_mimic::Failed;

use super::authority::Authority;
use super::program::{self, Program};

/// The scenarios there are.
pub(crate) const SCENARIOS: &[Scenario] = &[
    Scenario { script: "server-sdk.mjs", sdk: "server", test_tokens: false },
    Scenario { script: "client-sdk.mjs", sdk: "client", test_tokens: true },
];

/// How server and SDK speak.
#[derive(Clone, Copy)]
pub(crate) enum Scheme {
    /// TLS, with a certificate that only this test's authority vouches for.
    Tls,
    /// HTTP without TLS, to which the scenario persuades the SDK.
    Plain,
}

/// One program of node's.
pub(crate) struct Scenario {
    script: &'static str,
    sdk: &'static str,
    /// Whether the server gives anybody a token of any user, which it does not unless told.
    test_tokens: bool,
}

impl Scenario {
    /// What the trial shows.
    pub(crate) fn name(&self, scheme: Scheme) -> String {
        let over = match scheme {
            Scheme::Tls => "tls",
            Scheme::Plain => "plain_http",
        };
        format!("the_published_{}_sdk_takes_the_backend_for_the_real_one_over_{over}", self.sdk)
    }

    /// Runs it against a server of its own.
    pub(crate) fn run(&self, folder: Option<&Path>, scheme: Scheme) -> Result<(), Failed> {
        let folder = folder.ok_or("node or the SDKs' packages are missing, and CI must have them")?;
        let authority = match scheme {
            Scheme::Tls => Some(Authority::new()),
            Scheme::Plain => None,
        };
        let program = Program::serve(authority.as_ref(), self.test_tokens);
        let (host, port) = program.address();
        let mut node = Command::new("node");
        node.arg(self.script)
            .current_dir(folder)
            .env("CHATKIT_HOST", host)
            .env("CHATKIT_PORT", port)
            .env("CHATKIT_INSTANCE", program.instance())
            .env("CHATKIT_KEY", program::KEY)
            .env("CHATKIT_TEST_TOKENS", self.test_tokens.to_string());
        match &authority {
            // Node reads this at its start only, which is why the scenario is a process of its own.
            Some(authority) => node.env("NODE_EXTRA_CA_CERTS", authority.certificate()).env_remove("CHATKIT_PLAIN"),
            None => node.env("CHATKIT_PLAIN", "1"),
        };
        let output = node.output()?;
        let report = String::from_utf8_lossy(&output.stdout);
        if output.status.success() && report.lines().any(|line| line.ends_with(" passed, 0 failed")) {
            return Ok(());
        }
        Err(format!("{report}\n{}", String::from_utf8_lossy(&output.stderr)).into())
    }
}
