//! `pandapush asyncapi`: the AsyncAPI document of the service.

use std::error::Error;

use clap::Args;

use crate::document::outline;

use super::openapi::print;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The URL of a server, for example `https://push.example`. Default: none.
    #[arg(long, value_name = "URL")]
    server: Vec<String>,
}

/// Prints the document.
pub(super) fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let outline = options.server.iter().fold(outline(), |outline, url| outline.server(url, ""));
    print(&outline.check()?.asyncapi().write())
}
