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

use api_contract::ContractCommand;
use api_documents::DocumentCommand;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use log::LogOptions;

use crate::document::outline;
use crate::locks::LOCKS;

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
    /// Keeps the contracts of the APIs: what programs that use the service rely on.
    #[command(subcommand)]
    Contract(ContractCommand),
    /// Prints the health of a node. The exit code is not zero if a part is missing, or if the node shuts down.
    Health(health::Options),
    #[command(flatten)]
    Documents(DocumentCommand),
}

/// Runs the command that the arguments of the process name.
pub async fn run() -> ExitCode {
    let matches = without_empty_variables(Arguments::command()).get_matches();
    let mut arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    arguments.log.start();
    match &mut arguments.command {
        Command::Serve(options) => options.database.note_given(&matches),
        Command::Admin(options) => options.database.note_given(&matches),
        Command::Migrate(options) => options.database.note_given(&matches),
        Command::Health(_) | Command::Contract(_) | Command::Documents(_) => {}
    }
    let done = match arguments.command {
        Command::Serve(options) => serve::run(&options).await,
        Command::Admin(options) => admin::run(&options).await,
        Command::Migrate(options) => migrate::run(&options).await,
        Command::Health(options) => health::run(&options).await,
        Command::Documents(command) => return command.run(outline()),
        Command::Contract(command) => return command.run(&LOCKS).into(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pandapush: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes variables that are set to nothing count as not set: compose files and unit files often have such.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    let command = command.mut_args(|argument| {
        let is_empty = argument.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
        if is_empty { argument.env(NOT_SET) } else { argument }
    });
    command.mut_subcommands(without_empty_variables)
}

/// The name of a variable that is never set.
const NOT_SET: &str = "PANDAPUSH_NOT_SET";
