//! The log: one line for each event, as text or as JSON, on the standard error output.

use std::io::{self, IsTerminal as _};

use api_server::LOG_FILTER;
use clap::{Args, ValueEnum};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// The options about the log, of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Log")]
pub(super) struct LogOptions {
    /// The form of the log's lines. JSON is one object for each line.
    #[arg(long, env = "PANDAPUSH_LOG_FORMAT", global = true, default_value = "text", value_name = "FORMAT")]
    log_format: Format,
    /// What is logged: levels, and levels of parts. `info` has a line for each request. Default: what an operator has
    /// to know.
    #[arg(long, env = "PANDAPUSH_LOG", global = true, value_name = "FILTER")]
    log: Option<Targets>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl LogOptions {
    /// Begins to write the log.
    pub(super) fn start(&self) {
        let of_program = || format!("{LOG_FILTER},pandapush=info").parse().expect("the default filter is valid");
        let targets = self.log.clone().unwrap_or_else(of_program);
        let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
        let lines = match self.log_format {
            Format::Text => lines.with_ansi(wants_colours()).boxed(),
            Format::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
        };
        tracing_subscriber::registry().with(lines).with(targets).init();
    }
}

/// Returns whether lines may have colours: for a person at a terminal who has not forbidden them.
fn wants_colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
