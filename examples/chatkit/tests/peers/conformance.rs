//! `chatkit serve`, judged by schemathesis with the document of all services.

use std::process::Command;

use api_documents::openapi::Version;
use libtest_mimic::{Failed, Trial};
use peers::{Program, Python};

const CHATKIT: &str = env!("CARGO_BIN_EXE_chatkit");
const INSTANCE: &str = "00000000-0000-0000-0000-000000000000";

pub(crate) fn trial(python: Option<Python>) -> Trial {
    peers::trial("schemathesis_finds_nothing", python, judge)
}

fn judge(python: Python) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let document = folder.path().join("document.json");
    std::fs::write(&document, chatkit::api::outline().check()?.openapi().write(Version::V3_1))?;
    let server = Program::start(Command::new(CHATKIT).args(["serve", "--listen", "127.0.0.1:0", "--test-tokens"]))?;
    let token = String::from_utf8(Command::new(CHATKIT).arg("token").output()?.stdout)?;
    let script = python.script("openapi/conformance.py").arg(document).arg(server.address()).arg("claims_chatkit");
    script.arg(format!("Bearer {}", token.trim())).arg(format!("instance={INSTANCE}")).run()
}
