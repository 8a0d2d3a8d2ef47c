//! Published clients drive the servers of these traits.
//!
//! The tests need node and npm, and one of them skopeo. If one is missing, its tests count as ignored, or as failed if
//! `CI` is set. The standard test harness cannot ignore a test at run time; therefore this binary has another one.

mod skopeo;

use std::net::SocketAddr;
use std::process::ExitCode;

use api_core::routing::Routes;
use api_server::{IncomingBody, Listener, Server, serve};
use libtest_mimic::{Arguments, Failed};
use peers::{Node, Script};
use published::Parrot;

use self::skopeo::Skopeo;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let trials = vec![
        peers::trial("npm_s_openai_reads_streams_of_chat", node, |node| {
            served(Parrot::serve(), node.script("published/openai.mjs"))
        }),
        peers::trial("npm_s_anthropic_reads_streams_of_messages", node, |node| {
            served(Parrot::serve(), node.script("published/anthropic.mjs"))
        }),
        peers::trial("skopeo_copies_images_to_a_registry_and_back", Skopeo::find(), Skopeo::copy_both_ways),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Runs a script while routes are served, with their address in `BASE_URL`.
fn served(routes: impl Routes<IncomingBody>, script: Script) -> Result<(), Failed> {
    while_served(routes, |address| script.env("BASE_URL", format!("http://{address}")).run())
}

/// Calls a function with the address of routes that are served meanwhile.
fn while_served(
    routes: impl Routes<IncomingBody>,
    run: impl FnOnce(SocketAddr) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(Listener::bind("127.0.0.1:0"))?;
    let listening = {
        let _guard = runtime.enter();
        serve(listener, Server::new(routes))
    };
    let (address, shutdown) = (listening.local_addr(), listening.shutdown_handle());
    let server = runtime.spawn(async move { listening.await });
    let result = run(address);
    shutdown.shut_down();
    runtime.block_on(server)??;
    result
}
