//! Opening a connection: TCP, TLS, and the handshake of hyper.

use std::future::poll_fn;
use std::sync::Arc;
#[cfg(feature = "http2")]
use std::time::Duration;

use api_core::BoxError;
use http::Uri;
use http::uri::PathAndQuery;
use hyper::client::conn::http1;
#[cfg(feature = "http2")]
use hyper::client::conn::http2;
#[cfg(feature = "http2")]
use hyper_util::client::legacy::connect::Connection as _;
#[cfg(feature = "http2")]
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::oneshot;
use tower_service::Service as _;

#[cfg(feature = "http2")]
use crate::transport::settings::Versions;

use super::connection::Connection;
use super::failure::OpenError;
use super::ledger::Ticket;
use super::origin::{Given, Origin};
use super::reaper::{ensure, keep};

/// The time after which a connection of HTTP/2 with requests is asked whether it is still there, and that for its
/// answer. A network may drop a connection without a word, and all requests share it.
#[cfg(feature = "http2")]
const PING: Duration = Duration::from_secs(20);

/// Waits for a connection, which is opened unless one is being opened that can be shared.
///
/// # Errors
/// Returns the error of the opening.
///
/// # Cancel safety
/// Dropping the future stops an opening that no other call waits for.
pub(super) async fn wait(origin: &Arc<Origin>) -> Given {
    let (sender, receiver) = oneshot::channel();
    let (ticket, opens) = origin.wait(sender);
    let mut waiting = Waiting { origin, ticket, receiver };
    if opens {
        start(origin, ticket);
    }
    match (&mut waiting.receiver).await {
        Ok(given) => given,
        Err(_) => Err(OpenError::new("the connection was not opened")),
    }
}

/// A call's place among those that wait. Dropping it gives up the place.
struct Waiting<'o> {
    origin: &'o Arc<Origin>,
    ticket: Ticket,
    receiver: oneshot::Receiver<Given>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.receiver.close();
        // A connection that was given but not taken is free again.
        if let Ok(Ok(connection)) = self.receiver.try_recv() {
            keep(self.origin, connection);
        }
        if let Some(stop) = self.origin.cancelled(self.ticket) {
            stop.abort();
        }
    }
}

/// Opens a connection in the background.
fn start(origin: &Arc<Origin>, ticket: Ticket) {
    let opening = tokio::spawn(open(origin.clone(), ticket));
    origin.opening(ticket, opening.abort_handle());
}

/// Opens a connection, and reports the result to the origin.
async fn open(origin: Arc<Origin>, ticket: Ticket) {
    let mut reported = Reported { origin, ticket, is_due: true };
    let given = connect(&reported.origin).await.map_err(OpenError::new);
    reported.is_due = false;
    let origin = &reported.origin;
    if given.is_ok() {
        ensure(origin);
    }
    for ticket in origin.opened(ticket, given) {
        start(origin, ticket);
    }
}

/// Reports an opening that did not come to its end: its task was stopped, or its runtime was shut down.
struct Reported {
    origin: Arc<Origin>,
    ticket: Ticket,
    is_due: bool,
}

impl Drop for Reported {
    fn drop(&mut self) {
        if self.is_due {
            // A failure needs no further openings.
            self.origin.opened(self.ticket, Err(OpenError::new("the opening of the connection was stopped")));
        }
    }
}

async fn connect(origin: &Origin) -> Result<Connection, BoxError> {
    let uri = Uri::builder()
        .scheme(origin.scheme.clone())
        .authority(origin.authority.clone())
        .path_and_query(PathAndQuery::from_static("/"))
        .build()?;
    let mut connector = origin.state.connector.clone();
    poll_fn(|task| connector.poll_ready(task)).await?;
    let stream = connector.call(uri).await?;
    #[cfg(feature = "http2")]
    if origin.state.versions == Versions::Http2 || stream.connected().is_negotiated_h2() {
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder.timer(TokioTimer::new()).keep_alive_interval(PING).keep_alive_timeout(PING);
        let (requests, connection) = builder.handshake(stream).await?;
        tokio::spawn(drive(connection));
        return Ok(Connection::Http2(requests));
    }
    let (requests, connection) = http1::handshake(stream).await?;
    tokio::spawn(drive(connection.with_upgrades()));
    Ok(Connection::Http1(requests))
}

/// Drives a connection to its end. Its requests learn of an error too.
async fn drive(connection: impl Future<Output = hyper::Result<()>>) {
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection ended early");
    }
}
