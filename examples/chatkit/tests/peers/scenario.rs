//! The published SDKs drive `chatkit serve`, each over TLS and over plain HTTP.

use std::process::Command;

use libtest_mimic::{Failed, Trial};
use peers::{Authority, Node, Program, Python, Script};

const INSTANCE: &str = "v1:us1:3a9f3f39-5a8a-4d3a-9b0a-000000000001";

/// How server and SDK connect.
#[derive(Clone, Copy)]
enum Scheme {
    /// TLS, with a certificate from an authority that only this test trusts.
    Tls,
    /// HTTP without TLS, for which the scenario changes the SDK.
    Plain,
}

/// A program that drives a server with one of the SDKs and prints how many checks passed.
#[derive(Clone, Copy)]
struct Scenario {
    script: &'static str,
    sdk: &'static str,
    key: &'static str,
    /// Whether the server runs with `--test-tokens`: it then issues a token for any user to any caller.
    test_tokens: bool,
}

/// The SDKs of the vendor, for servers and for browsers.
const NODE: [Scenario; 2] = [
    Scenario { script: "chatkit-sdk/server-sdk.mjs", sdk: "server", key: "key-id:key:with:colons", test_tokens: false },
    Scenario { script: "chatkit-sdk/client-sdk.mjs", sdk: "client", key: "key-id:key:with:colons", test_tokens: true },
];

/// The package `pusher-chatkit-server` of another author. It cuts a secret at its first colon.
const PYTHON: Scenario =
    Scenario { script: "chatkit-python/program.py", sdk: "python", key: "key-id:key", test_tokens: false };

pub(crate) fn trials(node: Option<Node>, python: Option<Python>) -> Vec<Trial> {
    let node = NODE.map(|scenario| scenario.trials(node, |node| node.script(scenario.script)));
    node.into_iter().flatten().chain(PYTHON.trials(python, |python| python.script(PYTHON.script))).collect()
}

impl Scenario {
    fn trials<P: Copy + Send + 'static>(
        self,
        peer: Option<P>,
        script: impl Fn(P) -> Script + Copy + Send + 'static,
    ) -> [Trial; 2] {
        [(Scheme::Tls, "tls"), (Scheme::Plain, "plain_http")].map(|(scheme, over)| {
            let name = format!("the_published_{}_sdk_works_over_{over}", self.sdk);
            peers::trial(name, peer, move |peer| self.run(script(peer), scheme))
        })
    }

    /// Starts a server and runs the script against it.
    fn run(self, script: Script, scheme: Scheme) -> Result<(), Failed> {
        let mut serve = Command::new(env!("CARGO_BIN_EXE_chatkit"));
        serve.args(["serve", "--listen", "127.0.0.1:0", "--instance", INSTANCE, "--key", self.key]);
        serve.args(self.test_tokens.then_some("--test-tokens"));
        let mut script = script
            .env("CHATKIT_HOST", "localhost")
            .env("CHATKIT_INSTANCE", INSTANCE)
            .env("CHATKIT_KEY", self.key)
            .env("CHATKIT_TEST_TOKENS", self.test_tokens.to_string());
        let authority = match scheme {
            Scheme::Tls => Some(Authority::new()),
            Scheme::Plain => None,
        };
        script = match &authority {
            Some(authority) => {
                let [certificate, key] = authority.server();
                serve.arg("--tls-cert").arg(certificate).arg("--tls-key").arg(key);
                // Node reads its variable only at start, which is why each scenario is a process. The two others are
                // those of Python's requests and OpenSSL.
                ["NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"]
                    .into_iter()
                    .fold(script, |script, name| script.env(name, authority.certificate()))
                    .env("CHATKIT_PLAIN", "")
            }
            None => script.env("CHATKIT_PLAIN", "1"),
        };
        let server = Program::start(&mut serve)?;
        let (_, port) = server.address().rsplit_once(':').ok_or("the server prints its port")?;
        script.env("CHATKIT_PORT", port).run()
    }
}
