//! Drives `pandapush` with the published Faye client in Node and in Chromium, and with the clients and pages that
//! it serves.
//!
//! The tests need node, npm and Chromium. Without them a test counts as ignored, or as failed if `CI` is set. The
//! standard test harness cannot ignore a test at run time; therefore this binary has another one.

mod conformance;

use std::fs;
use std::process::{Command, ExitCode};

use api_documents::openapi::Version;
use libtest_mimic::{Arguments, Failed, Trial};
use pandapush::web::client::CLIENT;
use peers::{Chromium, Node, Program, Python, Script};

/// The clients that pages load: the published one, the served ones, and the served one on top of the published one.
const LIBRARIES: [(&str, &str); 4] = [
    ("the_published_faye_client_works_in_a_browser", "faye"),
    ("the_served_faye_client_works_in_a_browser", "push.js"),
    ("the_served_client_works_in_a_browser", "client.js"),
    ("the_served_client_extends_the_faye_client_in_a_browser", "client.js on faye"),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let chromium = Chromium::find(node);
    let mut trials = vec![
        peers::trial("the_published_faye_client_works_in_node", node, |node| {
            with_server(node.script("pandapush/node.mjs"), &[])
        }),
        peers::trial("the_served_client_handles_failures", node, |node| {
            with_client(node.script("pandapush/client.mjs"))
        }),
        peers::trial("the_types_of_the_client_hold", node, |node| node.script("pandapush/types.mjs").run()),
        peers::trial("the_served_client_chooses_transports_in_a_browser", chromium, |chromium| {
            with_client(chromium.script("pandapush/fallbacks.mjs"))
        }),
    ];
    trials.push(peers::trial("administrators_work_in_a_browser", chromium, with_administrator));
    trials.extend(LIBRARIES.map(|(name, library)| -> Trial {
        peers::trial(name, chromium, move |chromium| with_server(chromium.script("pandapush/browser.mjs"), &[library]))
    }));
    let python = if arguments.list { None } else { Python::find() };
    trials.extend(peers::openapi_trials(node, python, documents));
    trials.extend(peers::asyncapi_trials(node, python, channels));
    trials.push(peers::typescript_trial(node, client));
    trials.push(conformance::trial(python));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The document of the service, and the same for older tools.
fn documents() -> Vec<(String, String)> {
    let document = pandapush::document::outline().check().expect("the outline has no mistakes").openapi();
    let versions = [("pandapush-3.0.json", Version::V3_0), ("pandapush-3.1.json", Version::V3_1)];
    versions.map(|(name, version)| (name.to_owned(), document.write(version))).into()
}

/// The document of what is sent in streams.
fn channels() -> Vec<(String, String)> {
    let document = pandapush::document::outline().check().expect("the outline has no mistakes").asyncapi();
    vec![("pandapush-asyncapi.json".to_owned(), document.write())]
}

/// Runs a script that starts the server itself, with the names of what it drives.
fn with_server(script: Script, selected: &[&str]) -> Result<(), Failed> {
    let data = tempfile::tempdir()?;
    let script = script.arg(env!("CARGO_BIN_EXE_pandapush")).arg(data.path());
    selected.iter().fold(script, Script::arg).run()
}

/// Walks through the pages of the administrators.
fn with_administrator(chromium: Chromium) -> Result<(), Failed> {
    let data = tempfile::tempdir()?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_pandapush"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path());
    command.env_clear();
    command.envs([("AUTH_METHOD", "basic"), ("ADMIN_USERNAME", "admin"), ("ADMIN_PASSWORD", "secret")]);
    let server = Program::start(&mut command)?;
    let script = chromium.script("pandapush-admin/admin.mjs");
    script.arg(server.address()).arg("admin").arg("secret").run()
}

/// Runs a script that reads the served client from a file.
fn with_client(script: Script) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("client.js");
    fs::write(&path, CLIENT)?;
    script.arg(path).run()
}

/// Returns the client in TypeScript.
fn client() -> String {
    pandapush::document::outline().check().expect("the outline has no mistakes").typescript().write()
}
