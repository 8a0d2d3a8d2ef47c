//! Interoperability with independent implementations: the published SDKs, Node's HTTP/2 and a real Chromium.
//!
//! The tests need node, npm, Python and Chromium. Where one is missing, its tests count as ignored, or as failed if
//! `CI` is set. The standard test harness cannot ignore a test at run time; therefore this binary has another one.

mod canned_http2;
mod conformance;
mod console;
mod room;
mod scenario;
mod schemas;

use std::process::ExitCode;

use api_documents::openapi::Version;
use libtest_mimic::Arguments;
use peers::{Chromium, Node, Python};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // The five long tests wait for timers of the published clients most of their time, and need few of the cores.
    arguments.test_threads.get_or_insert(5);
    // Listing the tests requires no program.
    let find = |find: fn() -> Option<Node>| if arguments.list { None } else { find() };
    let bare = find(Node::find_without_packages);
    let node = bare.and_then(|_| find(Node::find));
    let canned = canned_http2::Servers::new(bare);
    let python = if arguments.list { None } else { Python::find() };
    let mut trials = scenario::trials(node, python);
    trials.push(console::trial(Chromium::find(node)));
    trials.push(room::trial(Chromium::find(node)));
    trials.extend(canned.trials());
    trials.extend(peers::openapi_trials(node, python, documents));
    trials.extend(peers::asyncapi_trials(node, python, channels));
    trials.push(peers::typescript_trial(node, client));
    trials.push(peers::trial("schemas_accept_generated_values", python, schemas::judge));
    trials.push(conformance::trial(python));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The document of all services, and the same for older tools.
fn documents() -> Vec<(String, String)> {
    let document = chatkit::api::outline().check().expect("the outline has no mistakes").openapi();
    let versions = [("chatkit-3.0.json", Version::V3_0), ("chatkit-3.1.json", Version::V3_1)];
    versions.map(|(name, version)| (name.to_owned(), document.write(version))).into()
}

/// The document of what is sent in streams.
fn channels() -> Vec<(String, String)> {
    let document = chatkit::api::outline().check().expect("the outline has no mistakes").asyncapi();
    vec![("chatkit-asyncapi.json".to_owned(), document.write())]
}

/// Returns the client in TypeScript.
fn client() -> String {
    chatkit::api::outline().check().expect("the outline has no mistakes").typescript().write()
}
