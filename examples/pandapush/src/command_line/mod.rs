//! The command line of the program `pandapush`.
//!
//! ```text
//! serve      serves the applications of a database
//! interrupt  the signals that end the program
//! ```

mod interrupt;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Publish and subscribe for many applications, with presence.
#[derive(Debug, Parser)]
#[command(name = "pandapush", version, about, max_term_width = 120)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves clients, publishers and the admin page.
    Serve(serve::Options),
}

/// Runs the command that the arguments of the process name.
pub async fn run() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(options) => serve::run(&options).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pandapush: {error}");
            ExitCode::FAILURE
        }
    }
}
