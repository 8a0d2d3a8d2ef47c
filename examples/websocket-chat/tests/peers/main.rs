//! Two people chat in a real Chromium, with the page that `websocket-chat` serves.
//!
//! The test needs node, npm and Chromium. If one is missing, the test counts as ignored, or as failed if `CI` is set.
//! The standard test harness cannot ignore a test at run time; therefore this binary has another one.

use std::process::ExitCode;

use libtest_mimic::Arguments;
use peers::{Chromium, Node};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let chromium = if arguments.list { None } else { Chromium::find(Node::find()) };
    let trial = peers::trial("people_chat_in_a_browser", chromium, |chromium| {
        chromium.script("websocket-chat/chat.mjs").env("WEBSOCKET_CHAT", env!("CARGO_BIN_EXE_websocket-chat")).run()
    });
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}
