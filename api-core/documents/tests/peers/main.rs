//! Documents judged by two independent validators, one for Node and one for Python.
//!
//! The tests need node, npm and Python. Where one is missing, its tests count as ignored, or as failed if `CI` is set.
//! The standard test harness cannot ignore a test at run time; therefore this binary has another one.

mod wire;

use std::process::ExitCode;

use api_documents::Outline;
use api_documents::openapi::Version;
use api_testing::everything::EverythingApi;
use libtest_mimic::Arguments;
use peers::{Node, Python};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let python = if arguments.list { None } else { Python::find() };
    let mut trials = peers::openapi_trials(node, python, documents);
    trials.extend(peers::asyncapi_trials(node, python, channels));
    trials.push(peers::trial("what_a_server_sends_fits_the_schemas", python, wire::judge));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn documents() -> Vec<(String, String)> {
    let everything = Outline::new("Everything", "1.0.0").api::<EverythingApi>().check();
    let everything = everything.expect("the outline has no mistakes").openapi();
    let versions = [("everything-3.0.json", Version::V3_0), ("everything-3.1.json", Version::V3_1)];
    versions.map(|(name, version)| (name.to_owned(), everything.write(version))).into()
}

fn channels() -> Vec<(String, String)> {
    let everything = Outline::new("Everything", "1.0.0").api::<EverythingApi>();
    let everything = everything.server("https://everything.example/api", "Production").check();
    let everything = everything.expect("the outline has no mistakes").asyncapi();
    vec![("everything-asyncapi.json".to_owned(), everything.write())]
}
