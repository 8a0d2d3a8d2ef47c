//! Published WebSocket implementations drive `websocket-echo`, and this workspace's client drives a server of npm's `ws`.
//!
//! It needs node and npm, and one test Chromium. Where they are missing the tests say so and count as ignored, but under `CI` that is a
//! failure.

mod dialling;
mod node;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let peers = if arguments.list { None } else { node::peers() };
    let chromium = peers.and_then(|_| node::chromium());
    // Under CI a test that cannot run is not ignored: it runs, and fails.
    let ci = std::env::var_os("CI").is_some();
    let trials = [
        Trial::test("npm_s_ws_drives_the_server", move || node::drive(peers, "ws-client.mjs")),
        Trial::test("undici_drives_the_server", move || node::drive(peers, "undici-client.mjs")),
        Trial::test("the_client_drives_npm_s_ws", move || dialling::run(peers, false)),
        Trial::test("the_client_drives_npm_s_ws_with_compression", move || dialling::run(peers, true)),
    ];
    let mut trials: Vec<_> = trials.into_iter().map(|trial| trial.with_ignored_flag(peers.is_none() && !ci)).collect();
    let browser = Trial::test("chromium_drives_the_server", move || node::browse(peers, chromium));
    trials.push(browser.with_ignored_flag(chromium.is_none() && !ci));
    libtest_mimic::run(&arguments, trials).exit_code()
}
