//! `api-tool`: what can be done with contracts that are files, without the programs that they belong to. It prints
//! documents and clients of locks and of OpenAPI documents, compares them, and drafts traits.

use std::process::ExitCode;

use api_contract::{ContractCommand, ImportCommand, contract_of, read_contract};
use api_core::error::ProblemDetails;
use api_documents::{DocumentCommand, Mounted, Outline};
use clap::{Args, Parser, Subcommand};

/// Prints documents and clients of contracts, compares contracts, and drafts traits. A program has the same commands for
/// its own APIs.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(flatten)]
    api: ApiOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Documents(DocumentCommand),
    /// Compares contracts, and explains the rules
    #[command(subcommand)]
    Contract(ContractCommand),
    #[command(flatten)]
    Import(ImportCommand),
}

/// What documents are made of.
#[derive(Debug, Args)]
struct ApiOptions {
    /// A contract: a lock or an OpenAPI document, as a file or as a revision of git, REVISION:FILE. Several become one
    /// document
    #[arg(long = "of", value_name = "CONTRACT")]
    contracts: Vec<String>,
    /// The title of the document. Default: the name of the first contract
    #[arg(long, requires = "contracts")]
    title: Option<String>,
    /// The version of the API
    #[arg(long, requires = "contracts", value_name = "VERSION", default_value = "1.0.0")]
    api_version: String,
}

fn main() -> ExitCode {
    let Arguments { api, command } = Arguments::parse();
    match command {
        Command::Contract(command) => command.run(&[]).into(),
        Command::Import(command) => command.run().into(),
        // A contract has no tree of paths, and 404 for each would be wrong.
        Command::Documents(DocumentCommand::Explain { .. }) => {
            eprintln!(
                "error: a contract does not say how requests are routed: run `explain` of the program that serves it"
            );
            ExitCode::FAILURE
        }
        Command::Documents(command) => match api.outline() {
            Ok(outline) => command.run(outline),
            Err(message) => {
                eprintln!("error: {message}");
                ExitCode::FAILURE
            }
        },
    }
}

impl ApiOptions {
    /// Reads the contracts. A contract does not have the form of errors, which is that of problem details here.
    fn outline(&self) -> Result<Outline, String> {
        let mut apis = Vec::new();
        for place in &self.contracts {
            let import = read_contract(place).map_err(|error| error.to_string())?;
            import.notes.iter().for_each(|note| eprintln!("{note}"));
            apis.push(contract_of(&import.lock).map_err(|error| format!("{place}: {error}"))?);
        }
        let Some(first) = apis.first() else {
            let example = "api-tool --of rooms.contract openapi";
            return Err(format!("documents are made of contracts: name one, as in `{example}`"));
        };
        let title = self.title.clone().unwrap_or_else(|| first.description.name.to_owned());
        let mounted = apis.into_iter().map(|contract| Mounted::contracted(contract, &ProblemDetails));
        Ok(mounted.fold(Outline::new(title, &*self.api_version), Outline::mounted))
    }
}
