//! The command line of the program.

mod call;
mod caller;
#[cfg(feature = "tls")]
mod certificate;
mod completions;
mod console_link;
#[cfg(feature = "sqlite")]
mod export;
mod follow;
#[cfg(feature = "sqlite")]
mod import;
mod interrupt;
mod options;
#[cfg(feature = "sqlite")]
mod progress;
mod serve;
mod terminal;
mod token;
mod tour;

use std::process::ExitCode;

use api_contract::ContractCommand;
use api_documents::DocumentCommand;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use call::Operations;
use options::Credentials;
use terminal::printable;

use crate::api::{LOCKS, outline};

/// A Chatkit backend that the published SDKs can use, and a client for it.
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
    /// Serves an instance over HTTP/1.1 and HTTP/2, with a web console at `/` and documents of its API at `/docs`.
    Serve(serve::Options),
    /// Calls one operation of a served instance with `key=value` arguments.
    Call(call::Options),
    /// Creates a certificate for TLS on this machine, and its certificate authority.
    #[cfg(feature = "tls")]
    Certificate(certificate::Options),
    /// Prints the events of a subscription, one per line: id, tab, JSON.
    Follow(follow::Options),
    /// Prints an access token of the instance.
    Token(token::Options),
    /// Prints a shell script that completes commands, options and the names of operations.
    Completions(completions::Options),
    /// Exports a database as lines of JSON. No server may be using it.
    #[cfg(feature = "sqlite")]
    Export(export::Options),
    /// Imports an export into an empty database, or replaces its content: of `chatkit export`, or of Pusher's Chatkit.
    #[cfg(feature = "sqlite")]
    #[command(after_help = import::HELP)]
    Import(import::Options),
    /// Keeps the contracts of the services: what their clients rely on.
    #[command(subcommand)]
    Contract(ContractCommand),
    #[command(flatten)]
    Documents(DocumentCommand),
    /// Starts a backend, calls it with the client over real sockets, and reports each step.
    Tour,
}

/// Runs the program. The exit code reports success.
pub async fn run() -> ExitCode {
    let command = command();
    let parsed = CommandLine::from_arg_matches(&command.clone().get_matches());
    let CommandLine { credentials, command: chosen } = parsed.unwrap_or_else(|error| error.exit());
    let outcome = match chosen {
        Command::Serve(options) => serve::run(&credentials, &options).await,
        Command::Call(options) => call::run(&credentials, &options).await,
        #[cfg(feature = "tls")]
        Command::Certificate(options) => certificate::run(&options),
        Command::Follow(options) => follow::run(&credentials, &options).await,
        Command::Token(options) => token::run(&credentials, &options),
        Command::Completions(options) => Ok(completions::run(&options, command)),
        #[cfg(feature = "sqlite")]
        Command::Export(options) => export::run(&options),
        #[cfg(feature = "sqlite")]
        Command::Import(options) => import::run(&credentials, &options),
        Command::Contract(command) => Ok(command.run(&LOCKS).into()),
        Command::Documents(command) => Ok(command.run(outline())),
        Command::Tour => Box::pin(tour::run(&credentials)).await,
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            report(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

/// Returns the command line, with the operations in its help.
fn command() -> clap::Command {
    CommandLine::command()
        .mut_subcommand("call", |call| call.after_help(call::operations(Operations::Calls)))
        .mut_subcommand("follow", |follow| follow.after_help(call::operations(Operations::Subscriptions)))
}

/// Prints an error and its causes, one per line. Errors contain texts of the server.
fn report(error: &(dyn std::error::Error + 'static)) {
    eprintln!("error: {}", printable(&error.to_string()));
    for cause in std::iter::successors(error.source(), |cause| cause.source()) {
        eprintln!("  caused by: {}", printable(&cause.to_string()));
    }
}
