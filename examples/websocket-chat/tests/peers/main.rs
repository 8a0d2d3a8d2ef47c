//! Two people chat in a real Chromium, with the page that `websocket-chat` serves.
//!
//! The test needs node, npm and Chromium. Where they are missing it says so and counts as ignored, but under `CI` that
//! is a failure. Only a harness of its own can say so at run time, which is why this test is not in the binary `it`.

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
