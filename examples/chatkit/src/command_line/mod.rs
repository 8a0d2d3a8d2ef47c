//! The program's command line: serve the backend, call it, follow it, copy what it keeps, or take the tour.

mod call;
mod caller;
mod certificate;
mod completions;
mod console_link;
mod export;
mod follow;
mod import;
mod interrupt;
mod options;
mod progress;
mod serve;
mod token;
mod tour;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use call::Operations;
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
    /// Serves an instance over HTTP/1.1 and HTTP/2, with a web console at `/`.
    Serve(serve::Options),
    /// Calls one operation of a served instance; `key=value` words are its arguments.
    Call(call::Options),
    /// Makes a certificate for TLS on this machine, and the authority to trust for it.
    Certificate(certificate::Options),
    /// Follows a subscription of a served instance: a line for each event, its id, a tab, its JSON.
    Follow(follow::Options),
    /// Prints an access token of the instance.
    Token(token::Options),
    /// Prints what a shell needs to complete commands, options and the names of operations.
    Completions(completions::Options),
    /// Writes everything a database keeps as lines of JSON, while no server uses it.
    Export(export::Options),
    /// Puts an export into an empty database, or a replaced one: all of it or, where a line is not right, nothing.
    Import(import::Options),
    /// Starts the backend, drives it with the client over real sockets, and tells what happens.
    Tour,
}

/// Runs the program; its exit code says whether it did what was asked.
pub async fn run() -> ExitCode {
    let command = command();
    let parsed = CommandLine::from_arg_matches(&command.clone().get_matches());
    let CommandLine { credentials, command: chosen } = parsed.unwrap_or_else(|error| error.exit());
    let outcome = match chosen {
        Command::Serve(options) => serve::run(&credentials, &options).await,
        Command::Call(options) => call::run(&credentials, &options).await,
        Command::Certificate(options) => certificate::run(&options),
        Command::Follow(options) => follow::run(&credentials, &options).await,
        Command::Token(options) => token::run(&credentials, &options),
        Command::Completions(options) => Ok(completions::run(&options, command)),
        Command::Export(options) => export::run(&options),
        Command::Import(options) => import::run(&credentials, &options),
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

/// The command line with the operations in its help.
fn command() -> clap::Command {
    CommandLine::command()
        .mut_subcommand("call", |call| call.after_help(call::operations(Operations::Calls)))
        .mut_subcommand("follow", |follow| follow.after_help(call::operations(Operations::Subscriptions)))
}

/// An error with everything that caused it, a line each.
fn report(error: &(dyn std::error::Error + 'static)) {
    eprintln!("error: {error}");
    for cause in std::iter::successors(error.source(), |cause| cause.source()) {
        eprintln!("  because: {cause}");
    }
}
