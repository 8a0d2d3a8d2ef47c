//! Clients in TypeScript are compiled and run, in node and in Chromium. A server is judged by its document.
//!
//! If node, npm, Chromium or Python is missing, the tests that need it count as ignored, or as failed if `CI` is set.
//! The standard test harness cannot ignore a test at run time; therefore this binary has another one.

mod cases;
mod conformance;
mod judge;
mod ledger;
mod place;
mod streams;

use std::process::ExitCode;

use api_documents::Outline;
use api_testing::everything::EverythingApi;
use libtest_mimic::{Arguments, Failed};
use peers::{Chromium, Node, Python};

use self::place::while_served;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let chromium = if arguments.list { None } else { Chromium::find(node) };
    let python = if arguments.list { None } else { Python::find() };
    let trials = vec![
        peers::trial("a_client_compiles_under_the_strictest_options", node, |node| {
            let folder = written()?;
            std::fs::write(folder.path().join("usage.ts"), include_str!("usage.ts"))?;
            node.script("typescript/check.mjs").arg(folder.path()).run()
        }),
        peers::trial("a_client_in_node_does_what_the_one_in_rust_does", node, |node| {
            let folder = compiled(node)?;
            while_served(folder.path(), |address| {
                node.script("typescript/node.mjs").env("BASE_URL", address).env("FOLDER", folder.path()).run()
            })
        }),
        peers::trial("a_client_bounds_what_a_server_can_do_to_it", node, |node| {
            let folder = compiled(node)?;
            let ledger = tempfile::tempdir()?;
            std::fs::write(ledger.path().join("client.ts"), ledger::client()?)?;
            node.script("typescript/check.mjs").arg(ledger.path()).run()?;
            node.script("typescript/compile.mjs").arg(ledger.path()).run()?;
            node.script("typescript/hostile.mjs").env("FOLDER", folder.path()).env("LEDGER", ledger.path()).run()
        }),
        peers::trial("a_client_in_chromium_does_what_the_one_in_rust_does", chromium.zip(node), |(chromium, node)| {
            let folder = compiled(node)?;
            while_served(folder.path(), |address| {
                chromium.script("typescript/chromium.mjs").env("BASE_URL", address).run()
            })
        }),
        peers::trial("the_page_calls_and_follows_an_api_without_a_network", chromium, |chromium| {
            let folder = tempfile::tempdir()?;
            while_served(folder.path(), |address| chromium.script("typescript/page.mjs").env("BASE_URL", address).run())
        }),
        peers::trial("schemathesis_finds_nothing", python, conformance::judge),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Writes the client into a folder.
fn written() -> Result<tempfile::TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    let outline = Outline::new("Everything", "1.0.0").api::<EverythingApi>().check()?;
    std::fs::write(folder.path().join("client.ts"), outline.typescript().write())?;
    Ok(folder)
}

/// Writes the client into a folder, and compiles it to JavaScript.
fn compiled(node: Node) -> Result<tempfile::TempDir, Failed> {
    let folder = written()?;
    node.script("typescript/compile.mjs").arg(folder.path()).run()?;
    Ok(folder)
}
