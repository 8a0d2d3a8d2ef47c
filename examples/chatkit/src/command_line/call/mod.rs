//! `chatkit call`: a command line derived from the descriptions. No operation is named in this folder.

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

/// What to call, and where.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The operation: `create_user`, or `ChatkitV2.messages` where services share a name.
    #[arg(value_parser = Operations::Calls, hide_possible_values = true)]
    operation: Operation,
    /// Its arguments; `--describe` tells which there are.
    #[arg(value_name = "key=value")]
    assignments: Vec<Assignment>,
    #[command(flatten)]
    caller: Caller,
    /// Says what the operation takes, and calls nothing.
    #[arg(long)]
    describe: bool,
}

/// Calls the operation and prints what it answers; success is the API's.
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
