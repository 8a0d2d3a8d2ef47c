//! The program `pandapush`.

use std::process::ExitCode;

use api_server::LOG_FILTER;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[tokio::main]
async fn main() -> ExitCode {
    let targets = std::env::var("PANDAPUSH_LOG").ok().and_then(|text| text.parse::<Targets>().ok());
    let targets =
        targets.unwrap_or_else(|| format!("{LOG_FILTER},pandapush=info").parse().expect("the default filter is valid"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(lines).with(targets).init();
    pandapush::command_line::run().await
}
