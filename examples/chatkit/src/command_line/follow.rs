//! `chatkit follow`: the events of a subscription, one a line, for as long as it goes on.

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
use crate::api::ChatkitApi;

/// What to follow, and where.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The subscription: `follow_room`, or `ChatkitV2.follow_room` where services share a name.
    #[arg(value_parser = Operations::Subscriptions, hide_possible_values = true)]
    operation: Operation,
    /// Its arguments; `--describe` tells which there are.
    #[arg(value_name = "key=value")]
    assignments: Vec<Assignment>,
    #[command(flatten)]
    caller: Caller,
    /// Stops after so many events.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Says what the subscription takes, and follows nothing.
    #[arg(long)]
    describe: bool,
}

/// Prints events until there have been enough, the subscription ends, or somebody interrupts. A lost connection is made anew by the
/// platform's rules; where the subscription cannot be resumed its events begin again.
pub(super) async fn run(credentials: &Credentials, options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let operation = options.operation;
    let mut out = io::stdout().lock();
    if options.describe {
        write!(out, "{}", call::describe(operation))?;
        return Ok(ExitCode::SUCCESS);
    }
    if !operation.is_subscription() {
        let name = operation.endpoint.name;
        return Err(format!("`{name}` is no subscription: `chatkit call {name}` calls it once").into());
    }
    let mut request = operation.request(credentials.instance().instance_id(), &options.assignments)?;
    // This is what the layers below go by when the connection is lost.
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
                    // Whoever read it has had enough.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
                    written => written?,
                }
                left = left.map(|left| left - 1);
            }
            Frame::End { status, body, .. } => {
                eprintln!("ended with {status}: {}", String::from_utf8_lossy(&body));
                return Ok(if (200..300).contains(&status) { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One event, at once.
fn line(out: &mut impl Write, id: &str, body: &[u8]) -> io::Result<()> {
    write!(out, "{id}\t")?;
    out.write_all(body)?;
    writeln!(out)?;
    out.flush()
}
