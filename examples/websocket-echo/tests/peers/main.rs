//! Published WebSocket implementations test `websocket-echo`, and a server of npm's `ws` tests the client of this
//! workspace.
//!
//! The tests need node and npm, and one of them Chromium. If one is missing, its tests count as ignored, or as failed
//! if `CI` is set. The standard test harness cannot ignore a test at run time; therefore this binary has another one.

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
