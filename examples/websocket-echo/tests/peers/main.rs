//! Published WebSocket implementations drive `websocket-echo`, and this workspace's client drives a server of npm's
//! `ws`.
//!
//! The tests need node and npm, and one of them Chromium. Where they are missing the tests say so and count as ignored,
//! but under `CI` that is a failure. Only a harness of its own can say so at run time, which is why these tests are not
//! in the binary `it`.

mod dialling;

use std::process::ExitCode;

use libtest_mimic::Arguments;
use peers::{Chromium, Node, Script};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let drive = |script: Script| script.env("WEBSOCKET_ECHO", env!("CARGO_BIN_EXE_websocket-echo")).run();
    let trials = vec![
        peers::trial("npm_s_ws_drives_the_server", node, move |node| {
            drive(node.script("websocket-echo/ws-client.mjs"))
        }),
        peers::trial("undici_drives_the_server", node, move |node| {
            drive(node.script("websocket-echo/undici-client.mjs"))
        }),
        peers::trial("chromium_drives_the_server", Chromium::find(node), move |chromium| {
            drive(chromium.script("websocket-echo/chromium.mjs"))
        }),
        peers::trial("the_client_drives_npm_s_ws", node, |node| dialling::run(node, false)),
        peers::trial("the_client_drives_npm_s_ws_with_compression", node, |node| dialling::run(node, true)),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}
