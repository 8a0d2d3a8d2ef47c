//! The client against an HTTP/2 server of another make: node's, which answers canned bytes, over plain TCP and over TLS.
//!
//! It needs node. Where that is missing the tests say so and count as ignored, but under `CI` that is a failure.

#[path = "../published_sdk/authority.rs"]
mod authority;
mod requests;
mod server;
mod subscriptions;

use std::process::ExitCode;
use std::sync::{Arc, LazyLock};

use libtest_mimic::{Arguments, Trial};

use server::{Canned, Scheme};

/// What can be shown of a server.
type Case = (&'static str, fn(&Canned));

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = requests::CASES.iter().chain(subscriptions::CASES);
    // Under CI a test that cannot run is not ignored: it runs, and fails.
    let ignored = !arguments.list && !server::can_run() && std::env::var_os("CI").is_none();
    if ignored {
        eprintln!(" node is missing; install it to run these tests");
    }
    let servers = [Scheme::Plain, Scheme::Tls].map(|scheme| Arc::new(LazyLock::new(move || Canned::start(scheme))));
    let trials = cases.flat_map(|(name, case)| {
        servers.iter().zip(["plain", "tls"]).map(move |(server, scheme)| {
            let server = server.clone();
            Trial::test(format!("{scheme}::{name}"), move || {
                case(&server);
                Ok(())
            })
            .with_ignored_flag(ignored)
        })
    });
    let trials = trials.collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    // A static would not be dropped, and its process would go on.
    drop(servers);
    conclusion.exit_code()
}
