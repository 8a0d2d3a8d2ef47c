//! `pandapush openapi`: the OpenAPI document of the service.

use std::error::Error;
use std::io::Write as _;

use api_documents::openapi::Version;
use clap::Args;

use crate::document::outline;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The version of OpenAPI: 3.0 or 3.1.
    #[arg(long, value_name = "VERSION", default_value_t)]
    spec: Version,
    /// The URL of a server, for example `https://push.example`. Default: none.
    #[arg(long, value_name = "URL")]
    server: Vec<String>,
}

/// Prints the document.
pub(super) fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let outline = options.server.iter().fold(outline(), |outline, url| outline.server(url, ""));
    print(&outline.check()?.openapi().write(options.spec))
}

/// Prints a document. A reader that has seen enough may close the pipe.
pub(super) fn print(text: &str) -> Result<(), Box<dyn Error>> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
