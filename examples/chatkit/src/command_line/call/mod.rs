//! `chatkit call`: a command line derived from the descriptions. This folder contains no operation's name.

mod arguments;
mod help;
mod operation;
mod print;

use std::error::Error;
use std::process::ExitCode;

use clap::Args;

use super::caller::Caller;
use super::options::Credentials;
use crate::api::ChatkitApi;

pub(super) use arguments::Assignment;
pub(super) use help::{operation as describe, operations};
pub(super) use operation::{Operation, Operations};
pub(super) use print::print;

/// The options of `chatkit call`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The operation: `create_user`, or `ChatkitV2.messages` if services share a name.
    #[arg(value_parser = Operations::Calls, hide_possible_values = true)]
    operation: Operation,
    /// The arguments of the operation, see `--describe`.
    #[arg(value_name = "key=value")]
    assignments: Vec<Assignment>,
    #[command(flatten)]
    caller: Caller,
    /// Prints the arguments of the operation without calling it.
    #[arg(long)]
    describe: bool,
}

/// Calls the operation and prints the response. The exit code reports whether the status is successful.
pub(super) async fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let operation = options.operation;
    let mut out = std::io::stdout().lock();
    if options.describe {
        use std::io::Write as _;
        write!(out, "{}", help::operation(operation))?;
        return Ok(ExitCode::SUCCESS);
    }
    if operation.is_subscription() {
        let name = operation.endpoint.name;
        return Err(format!("`{name}` is a subscription, which does not end: use `chatkit follow {name}`").into());
    }
    let request = operation.request(credentials.instance().instance_id(), &options.assignments)?;
    let client = options.caller.environment(credentials)?.connect::<ChatkitApi>()?;
    let success = print::print(client.raw(request).await?, &mut out).await?;
    Ok(if success { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
