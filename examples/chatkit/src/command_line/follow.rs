//! `chatkit follow`: prints the events of a subscription, one per line.

use std::error::Error;
use std::io::{self, Write};
use std::pin::pin;
use std::process::ExitCode;

use api_core::client::RequestMetadata;
use api_core::dialect::{Dialect, Frame};
use api_core::subscription::Frames;
use clap::Args;

use super::call::{self, Assignment, Operation, Operations};
use super::caller::Caller;
use super::interrupt::interrupted;
use super::options::Credentials;
use super::terminal::printable_line;
use crate::api::ChatkitApi;

/// The options of `chatkit follow`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The subscription: `follow_room`, or `ChatkitV2.follow_room` if services share a name.
    #[arg(value_parser = Operations::Subscriptions, hide_possible_values = true)]
    operation: Operation,
    /// The arguments of the subscription, see `--describe`.
    #[arg(value_name = "key=value")]
    assignments: Vec<Assignment>,
    #[command(flatten)]
    caller: Caller,
    /// Stops after this number of events.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Prints the arguments of the subscription without opening it.
    #[arg(long)]
    describe: bool,
}

/// Prints events until `count` is reached, the subscription ends, or the program is interrupted. A lost connection is
/// reopened by the platform's rules; a subscription that cannot be resumed starts again.
pub(super) async fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let operation = options.operation;
    let mut out = io::stdout().lock();
    if options.describe {
        write!(out, "{}", call::describe(operation))?;
        return Ok(ExitCode::SUCCESS);
    }
    if !operation.is_subscription() {
        let name = operation.endpoint.name;
        return Err(format!("`{name}` is not a subscription: `chatkit call {name}` calls it once").into());
    }
    let mut request = operation.request(credentials.instance().instance_id(), &options.assignments)?;
    // The client's layers need it to reopen a lost connection.
    request.extensions_mut().insert(RequestMetadata { endpoint: operation.endpoint, dialect: Dialect::Elements });
    let client = options.caller.environment(credentials)?.connect::<ChatkitApi>()?;
    let mut interrupted = pin!(interrupted());
    let response = tokio::select! {
        () = &mut interrupted => return Ok(ExitCode::SUCCESS),
        response = client.raw(request) => response?,
    };
    if !response.status().is_success() {
        call::print(response, &mut out).await?;
        return Ok(ExitCode::FAILURE);
    }
    let mut frames = Frames::new(response.into_body(), Dialect::Elements);
    let mut left = options.count;
    while left != Some(0) {
        let frame = tokio::select! {
            () = &mut interrupted => break,
            frame = frames.next() => frame?,
        };
        match frame {
            Frame::Heartbeat { .. } => {}
            Frame::Event { id, body, .. } => {
                match line(&mut out, &id, &body) {
                    // The reader of standard output has closed the pipe.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
                    written => written?,
                }
                left = left.map(|left| left - 1);
            }
            Frame::End { status, body, .. } => {
                eprintln!("ended with {status}: {}", printable_line(&String::from_utf8_lossy(&body)));
                return Ok(if (200..300).contains(&status) { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints one event and flushes.
fn line(out: &mut impl Write, id: &str, body: &[u8]) -> io::Result<()> {
    writeln!(out, "{}\t{}", printable_line(id), printable_line(&String::from_utf8_lossy(body)))?;
    out.flush()
}
