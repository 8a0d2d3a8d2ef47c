//! Opening a connection: TCP, TLS, and the handshake of hyper.

use std::future::poll_fn;
use std::sync::Arc;

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
use tower_service::Service as _;

#[cfg(feature = "http2")]
use crate::transport::settings::Versions;

use super::connection::Connection;
use super::failure::OpenError;
use super::ledger::Ticket;
use super::origin::Origin;
use super::shared::Shared;

/// Opens a connection, and reports the result to the origin.
pub(super) async fn open(pool: Arc<Shared>, origin: Arc<Origin>, ticket: Ticket) {
    let mut reported = Reported { origin, ticket, is_due: true };
    let given = connect(&pool, &reported.origin).await.map_err(OpenError::new);
    drop(pool);
    reported.is_due = false;
    reported.origin.opened(ticket, given);
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
            self.origin.opened(self.ticket, Err(OpenError::new("the opening of the connection was stopped")));
        }
    }
}

async fn connect(pool: &Shared, origin: &Origin) -> Result<Connection, BoxError> {
    let uri = Uri::builder()
        .scheme(origin.scheme.clone())
        .authority(origin.authority.clone())
        .path_and_query(PathAndQuery::from_static("/"))
        .build()?;
    let mut connector = pool.connector.clone();
    poll_fn(|task| connector.poll_ready(task)).await?;
    let stream = connector.call(uri).await?;
    #[cfg(feature = "http2")]
    if pool.versions == Versions::Http2 || stream.connected().is_negotiated_h2() {
        let handshake = http2::Builder::new(TokioExecutor::new()).timer(TokioTimer::new()).handshake(stream);
        let (requests, connection) = handshake.await?;
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
