//! Both published Pusher SDKs drive `chatkit serve`, each over TLS with a certificate authority of its own and over plain HTTP.

use std::process::Command;

use libtest_mimic::{Failed, Trial};
use peers::{Authority, Node, Program};

const KEY: &str = "key-id:key:with:colons";
const INSTANCE: &str = "v1:us1:3a9f3f39-5a8a-4d3a-9b0a-000000000001";

/// How server and SDK connect.
#[derive(Clone, Copy)]
enum Scheme {
    /// TLS, with a certificate that only this test's authority vouches for.
    Tls,
    /// HTTP without TLS, for which the scenario patches the SDK.
    Plain,
}

/// One program of node's that drives a server with one of the SDKs and prints how many checks held.
#[derive(Clone, Copy)]
struct Scenario {
    script: &'static str,
    sdk: &'static str,
    /// Whether the server gives anybody a token of any user, which it does only on request.
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
        let name = format!("the_published_{}_sdk_takes_the_backend_for_the_real_one_over_{over}", scenario.sdk);
        peers::trial(name, node, move |node| scenario.run(node, scheme))
    };
    cases.map(trial).collect()
}

impl Scenario {
    /// Runs it against a server of its own.
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
                // Node reads this at its start only, which is why the scenario is a process of its own.
                script.env("NODE_EXTRA_CA_CERTS", authority.certificate()).env("CHATKIT_PLAIN", "")
            }
            None => script.env("CHATKIT_PLAIN", "1"),
        };
        let server = Program::start(&mut serve)?;
        let (_, port) = server.address().rsplit_once(':').ok_or("the server prints its port")?;
        script.env("CHATKIT_PORT", port).run()
    }
}
