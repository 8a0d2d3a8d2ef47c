//! `pandapush serve`, judged by schemathesis with the document of the service.

use std::process::Command;

use api_documents::openapi::Version;
use libtest_mimic::{Failed, Trial};
use peers::{Program, Python};

/// `admin` and `secret`: those of the administrator and of the key for development.
const CREDENTIALS: &str = "Basic YWRtaW46c2VjcmV0";

pub(crate) fn trial(python: Option<Python>) -> Trial {
    peers::trial("schemathesis_finds_nothing", python, judge)
}

fn judge(python: Python) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let document = folder.path().join("document.json");
    std::fs::write(&document, pandapush::document::outline().check()?.openapi().write(Version::V3_1))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_pandapush"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("data"));
    command.env_clear();
    command.envs([("AUTH_METHOD", "basic"), ("ADMIN_USERNAME", "admin"), ("ADMIN_PASSWORD", "secret")]);
    command.envs([("DEV_APPLICATION_ID", "devapp"), ("DEV_KEY_ID", "admin"), ("DEV_KEY_SECRET", "secret")]);
    let server = Program::start(&mut command)?;
    let script = python.script("openapi/conformance.py").arg(document).arg(server.address()).arg("claims_pandapush");
    let script = script.arg(CREDENTIALS).arg("application=devapp").arg("id=devapp").arg("kind=public");
    script.run()
}
