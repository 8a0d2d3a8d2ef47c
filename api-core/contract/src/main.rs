//! `api-contract`: compares locks that are files, without the program that they belong to, and reads documents of
//! other APIs.

use std::process::ExitCode;

use api_contract::{ContractCommand, ImportCommand};
use clap::Parser;

/// Compares contracts of APIs. A program with locks of its own has the same commands for them.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    #[command(flatten)]
    Contract(ContractCommand),
    #[command(flatten)]
    Import(ImportCommand),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Contract(command) => command.run(&[]).into(),
        Command::Import(command) => command.run().into(),
    }
}
