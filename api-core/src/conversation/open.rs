//! The caller's side of an endpoint that takes a pending connection.

use std::future::{Future, ready};

use api_websocket::handshake::{Decision, Rest};
use api_websocket::wire::{Pipe, Wire};
use api_websocket::{Connection, OpenOptions, PendingConnection, Role};
use http::{HeaderMap, Request};

use crate::error::{Answer, ApiError, Failure, FailureKind};

use super::answer::final_frame;
use super::opening::write_opening;

/// Opens the WebSocket of an endpoint that takes a [`PendingConnection`].
///
/// `call` gets a pending connection to call the endpoint's method with, on a client or on an implementation.
///
/// ```
/// # use api_core::websocket::{self, Connection, PendingConnection};
/// # trait Echo { fn echo(&self, pending: PendingConnection) -> impl Future<Output = Result<(), Oops>> + Send; }
/// # use api_core::{ApiError, Failure, error::Answer};
/// # #[derive(Debug, ApiError)] enum Oops { #[error(unknown)] Unknown(Answer), #[error(failure)] Failed(Failure) }
/// # async fn example(client: std::sync::Arc<impl Echo + Send + Sync + 'static>) -> Result<(), Oops> {
/// let connection = websocket::open(|pending| async move { client.echo(pending).await }).await?;
/// # let _: Connection = connection;
/// # Ok(()) }
/// ```
///
/// # Errors
/// Returns the error of the method if it has not opened a WebSocket.
///
/// # Cancel safety
/// Dropping the future abandons the opening.
pub async fn open<F, R, E>(call: F) -> Result<Connection, E>
where
    F: FnOnce(PendingConnection) -> R,
    R: Future<Output = Result<(), E>> + Send + 'static,
    E: ApiError,
{
    open_with(OpenOptions::default(), call).await
}

/// Opens the WebSocket of an endpoint, with subprotocols, header fields and connection options, see [`open`].
///
/// # Errors
/// Returns the error of the method if it has not opened a WebSocket.
///
/// # Cancel safety
/// Dropping the future abandons the opening.
pub async fn open_with<F, R, E>(options: OpenOptions, call: F) -> Result<Connection, E>
where
    F: FnOnce(PendingConnection) -> R,
    R: Future<Output = Result<(), E>> + Send + 'static,
    E: ApiError,
{
    let mut headers = HeaderMap::new();
    write_opening(&options, &mut headers).map_err(E::from_failure)?;
    let (mut head, ()) = Request::new(()).into_parts();
    head.headers = headers;
    let connection = options.connection_options();
    let (pending, undecided) = PendingConnection::local(head, options);
    match undecided.decide(Box::pin(call(pending))).await {
        Decision::Fulfilled(connection) => Ok(connection),
        Decision::Accepted(acceptance, rest) => {
            let (here, there) = Pipe::pair();
            let agreement = acceptance.agreement();
            let here: Box<dyn Wire> = Box::new(here);
            let handler = rest.closing_with(|returned| final_frame(&returned));
            let conversation = acceptance.into_conversation(handler, Box::pin(ready(Ok(here))));
            let wire = Box::new(there.with(Box::pin(conversation)));
            Ok(Connection::agreed(Role::Client, wire, connection, agreement))
        }
        Decision::Rejected(response, _) => {
            let (head, body) = response.into_parts();
            Err(E::from_answer(Answer::new(head.status, head.headers, body)))
        }
        Decision::Unanswered(Rest::Returned(Err(error))) => Err(error),
        Decision::Unanswered(_) => {
            Err(E::from_failure(Failure::new(FailureKind::Other, "the method did not answer the opening")))
        }
    }
}
