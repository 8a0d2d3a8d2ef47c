//! The program's command line: serve the backend, call it, or take the tour.

mod options;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use options::Credentials;

/// Chatkit from annotated traits: a backend the published SDKs can use, and a client for it.
#[derive(Debug, Parser)]
#[command(name = "chatkit", version)]
struct CommandLine {
    #[command(flatten)]
    credentials: Credentials,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves an instance over HTTP/1.1 and HTTP/2, in memory.
    Serve(serve::Options),
}

/// Runs the program; its exit code says whether it did what was asked.
pub async fn run() -> ExitCode {
    let CommandLine { credentials, command } = CommandLine::parse();
    let outcome = match command {
        Command::Serve(options) => serve::run(&credentials, &options).await,
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            report(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

/// An error with everything that caused it, a line each.
fn report(error: &(dyn std::error::Error + 'static)) {
    eprintln!("error: {error}");
    for cause in std::iter::successors(error.source(), |cause| cause.source()) {
        eprintln!("  because: {cause}");
    }
}
