//! The command line of the program `pandapush`.
//!
//! ```text
//! serve      serves the applications of a database
//! admin      creates and changes applications and keys in a database
//! migrate    brings the tables of a database up to date
//! health     asks a node how it is
//! log        lines about what happens
//! tls        HTTPS without a proxy
//! ignored    variables of the original that are not read
//! interrupt  the signals that end the program
//! ```

mod admin;
mod health;
mod ignored;
mod interrupt;
mod log;
mod migrate;
mod serve;
mod tls;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use log::LogOptions;

/// Publish and subscribe for many applications, with presence.
#[derive(Debug, Parser)]
#[command(name = "pandapush", version, about, max_term_width = 120)]
struct Arguments {
    #[command(flatten)]
    log: LogOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves clients, publishers and the admin page.
    Serve(Box<serve::Options>),
    /// Creates and changes applications and keys in a database, whether or not a server is running on it.
    Admin(admin::Options),
    /// Brings the tables of a database up to date, or creates them. `serve` does so too.
    Migrate(migrate::Options),
    /// Prints the health of a node. The exit code is not zero if a part is missing, or if the node shuts down.
    Health(health::Options),
}

/// Runs the command that the arguments of the process name.
pub async fn run() -> ExitCode {
    let arguments = Arguments::parse();
    arguments.log.start();
    let done = match arguments.command {
        Command::Serve(options) => serve::run(&options).await,
        Command::Admin(options) => admin::run(&options).await,
        Command::Migrate(options) => migrate::run(&options).await,
        Command::Health(options) => health::run(&options).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pandapush: {error}");
            ExitCode::FAILURE
        }
    }
}
