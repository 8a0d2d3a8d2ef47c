//! `chatkit asyncapi`: the AsyncAPI document of all services.

use std::error::Error;
use std::process::ExitCode;

use clap::Args;

use crate::api;

use super::openapi::print;

/// The options of `chatkit asyncapi`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The URL of a server, for example `http://localhost:8080`. Default: none.
    #[arg(long, value_name = "URL")]
    server: Vec<String>,
}

/// Prints the document.
pub(super) fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let outline = options.server.iter().fold(api::outline(), |outline, url| outline.server(url, ""));
    print(&outline.check()?.asyncapi().write())
}
