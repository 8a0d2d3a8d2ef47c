//! Peers of other makes: both published Pusher SDKs, node's HTTP/2 and a real Chromium.
//!
//! They need node, npm and Chromium. Where these are missing the tests say so and count as ignored, but under `CI` that is a failure. Only a
//! harness of its own can say so at run time, which is why these tests are not in the binary `it`.

mod canned_http2;
mod console;
mod scenario;

use std::process::ExitCode;

use libtest_mimic::Arguments;
use peers::{Chromium, Node};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    // A list needs nothing.
    let find = |find: fn() -> Option<Node>| if arguments.list { None } else { find() };
    let bare = find(Node::find_without_packages);
    let node = bare.and_then(|_| find(Node::find));
    let canned = canned_http2::Servers::new(bare);
    let mut trials = scenario::trials(node);
    trials.push(console::trial(Chromium::find(node)));
    trials.extend(canned.trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}
