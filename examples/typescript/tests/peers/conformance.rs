//! A server of every feature, judged by schemathesis with the document of its API.

use api_core::prelude::*;
use api_documents::Outline;
use api_documents::openapi::Version;
use api_testing::everything::{Constant, EverythingApi, EverythingError};
use libtest_mimic::Failed;
use peers::Python;

const CREDENTIALS: &str = "Bearer judge";

/// Lets schemathesis judge a server that requires credentials.
pub(crate) fn judge(python: Python) -> Result<(), Failed> {
    let outline = Outline::new("Everything", "1.0.0").api::<EverythingApi>().check()?;
    let folder = tempfile::tempdir()?;
    let document = folder.path().join("document.json");
    std::fs::write(&document, outline.openapi().write(Version::V3_1))?;
    let routes = EverythingApi::serve_with(|context: &mut Context<'_>| match context.header_text("authorization") {
        Some(CREDENTIALS) => Ok(Constant),
        _ => Err(EverythingError::Anonymous),
    });
    let runtime = tokio::runtime::Runtime::new()?;
    let listening = runtime.block_on(api_server::spawn("127.0.0.1:0", routes))?;
    let url = format!("http://{}", listening.local_addr());
    let judged = python.script("openapi/conformance.py").arg(document).arg(url);
    let judged = judged.arg("claims_everything").arg(CREDENTIALS).run();
    listening.shutdown_handle().shut_down();
    runtime.block_on(listening)?;
    judged
}
