//! `api-contract`: compares locks that are files, without the program that they belong to.

use std::process::ExitCode;

use api_contract::ContractCommand;
use clap::Parser;

/// Compares contracts of APIs. A program with locks of its own has the same commands for them.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: ContractCommand,
}

fn main() -> ExitCode {
    Arguments::parse().command.run(&[]).into()
}
