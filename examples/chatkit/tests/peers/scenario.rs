//! Both published Pusher SDKs drive `chatkit serve`, each over TLS and over plain HTTP.

use std::process::Command;

use libtest_mimic::{Failed, Trial};
use peers::{Authority, Node, Program};

const KEY: &str = "key-id:key:with:colons";
const INSTANCE: &str = "v1:us1:3a9f3f39-5a8a-4d3a-9b0a-000000000001";

/// How server and SDK connect.
#[derive(Clone, Copy)]
enum Scheme {
    /// TLS, with a certificate from an authority that only this test trusts.
    Tls,
    /// HTTP without TLS, for which the scenario patches the SDK.
    Plain,
}

/// A Node program that drives a server with one of the SDKs and prints how many checks passed.
#[derive(Clone, Copy)]
struct Scenario {
    script: &'static str,
    sdk: &'static str,
    /// Whether the server runs with `--test-tokens`: it then issues a token for any user to any caller.
    test_tokens: bool,
}

const SCENARIOS: [Scenario; 2] = [
    Scenario { script: "chatkit-sdk/server-sdk.mjs", sdk: "server", test_tokens: false },
    Scenario { script: "chatkit-sdk/client-sdk.mjs", sdk: "client", test_tokens: true },
];

pub(crate) fn trials(node: Option<Node>) -> Vec<Trial> {
    let schemes = [(Scheme::Tls, "tls"), (Scheme::Plain, "plain_http")];
    let cases = SCENARIOS.into_iter().flat_map(|scenario| schemes.map(|scheme| (scenario, scheme)));
    let trial = |(scenario, (scheme, over)): (Scenario, (Scheme, &str))| {
        let name = format!("the_published_{}_sdk_works_over_{over}", scenario.sdk);
        peers::trial(name, node, move |node| scenario.run(node, scheme))
    };
    cases.map(trial).collect()
}

impl Scenario {
    /// Starts a server and runs the scenario against it.
    fn run(self, node: Node, scheme: Scheme) -> Result<(), Failed> {
        let mut serve = Command::new(env!("CARGO_BIN_EXE_chatkit"));
        serve.args(["serve", "--listen", "127.0.0.1:0", "--instance", INSTANCE, "--key", KEY]);
        serve.args(self.test_tokens.then_some("--test-tokens"));
        let mut script = node
            .script(self.script)
            .env("CHATKIT_HOST", "localhost")
            .env("CHATKIT_INSTANCE", INSTANCE)
            .env("CHATKIT_KEY", KEY)
            .env("CHATKIT_TEST_TOKENS", self.test_tokens.to_string());
        let authority = match scheme {
            Scheme::Tls => Some(Authority::new()),
            Scheme::Plain => None,
        };
        script = match &authority {
            Some(authority) => {
                let [certificate, key] = authority.server();
                serve.arg("--tls-cert").arg(certificate).arg("--tls-key").arg(key);
                // Node reads this variable only at start, which is why each scenario is a process.
                script.env("NODE_EXTRA_CA_CERTS", authority.certificate()).env("CHATKIT_PLAIN", "")
            }
            None => script.env("CHATKIT_PLAIN", "1"),
        };
        let server = Program::start(&mut serve)?;
        let (_, port) = server.address().rsplit_once(':').ok_or("the server prints its port")?;
        script.env("CHATKIT_PORT", port).run()
    }
}
