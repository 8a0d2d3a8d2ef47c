//! Clients by generators of others call our server, and are compared with the client in Rust.
//!
//! If node, npm, Python or packages are missing, the tests that need them count as ignored, or as failed if `CI` is
//! set. The standard test harness cannot ignore a test at run time; therefore this binary has another one.

mod cases;
mod place;
mod recorder;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use api_documents::openapi::Version;
use libtest_mimic::{Arguments, Failed};
use peers::{Node, Progenitor, Python};

use self::place::while_served;
use self::recorder::CREDENTIALS;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let node = if arguments.list { None } else { Node::find() };
    let python = if arguments.list { None } else { Python::find() };
    let progenitor = if arguments.list { None } else { Progenitor::find() };
    let trials = vec![
        peers::trial("a_client_of_openapi_fetch_does_what_the_one_in_rust_does", node, |node| {
            let folder = documents(Version::V3_1)?;
            while_served(|address| {
                let script = node.script("foreign/openapi-fetch.mjs").arg(folder.path()).env("BASE_URL", address);
                script.env("CREDENTIALS", CREDENTIALS).run()
            })
        }),
        peers::trial("a_client_of_openapi_python_client_does_what_the_one_in_rust_does", python, |python| {
            // It reads the bytes of a body in documents of 3.0 only.
            let folder = documents(Version::V3_0)?;
            while_served(|address| {
                let script = python.script("foreign/openapi_python_client.py").arg(folder.path()).arg(address);
                script.arg(CREDENTIALS).run()
            })
        }),
        peers::trial("a_client_of_progenitor_does_what_the_one_in_rust_does", progenitor, |progenitor| {
            let folder = tempfile::tempdir()?;
            for (name, document) in
                [("everything", foreign::everything(Version::V3_0)), ("journal", foreign::journal(Version::V3_0))]
            {
                let document = foreign::adapted::for_progenitor(&document);
                fs::write(folder.path().join(name).with_extension("json"), document)?;
            }
            let refused = foreign::adapted::refused_by_progenitor(&foreign::everything(Version::V3_0));
            fs::write(folder.path().join("refused.json"), refused)?;
            let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("progenitor");
            let program = progenitor.program(folder.path(), &target)?;
            while_served(|address| program.arg(address).arg(CREDENTIALS).run())
        }),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Writes the documents into a folder.
fn documents(version: Version) -> Result<tempfile::TempDir, Failed> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("everything.json"), foreign::everything(version))?;
    fs::write(folder.path().join("journal.json"), foreign::journal(version))?;
    Ok(folder)
}
