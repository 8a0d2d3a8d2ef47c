//! Interoperability tests: published WebSocket clients with `websocket-echo`, and this workspace's client with npm's
//! `ws`.
//!
//! The tests need node and npm, and one of them Chromium. If they are missing, the tests print a note and are ignored.
//! With the environment variable `CI` they fail instead.

mod dialling;
mod node;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let peers = if arguments.list { None } else { node::peers() };
    let chromium = peers.and_then(|_| node::chromium());
    // Under CI a test that cannot run is not ignored and fails.
    let ci = std::env::var_os("CI").is_some();
    let trials = [
        Trial::test("npm_ws_client_with_the_server", move || node::drive(peers, "ws-client.mjs")),
        Trial::test("undici_client_with_the_server", move || node::drive(peers, "undici-client.mjs")),
        Trial::test("the_client_with_npm_ws_server", move || dialling::run(peers, false)),
        Trial::test("the_client_with_npm_ws_server_and_compression", move || dialling::run(peers, true)),
    ];
    let mut trials: Vec<_> = trials.into_iter().map(|trial| trial.with_ignored_flag(peers.is_none() && !ci)).collect();
    let browser = Trial::test("chromium_with_the_server", move || node::browse(peers, chromium));
    trials.push(browser.with_ignored_flag(chromium.is_none() && !ci));
    libtest_mimic::run(&arguments, trials).exit_code()
}
