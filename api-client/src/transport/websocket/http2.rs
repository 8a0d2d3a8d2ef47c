//! Opening a WebSocket over HTTP/2: an extended CONNECT on a separate connection.
//!
//! A client may only send an extended CONNECT once the server's SETTINGS allow it (RFC 8441 §3), and hyper's pool does
//! not expose them. A server that does not allow it treats the request as malformed. Some servers then close the whole
//! connection, with every other request on it.

use std::future::poll_fn;
use std::time::Duration;

use api_core::error::{Failure, FailureKind};
use api_core::{Body, BoxError};
use http::uri::Scheme;
use http::{Method, Request, StatusCode, Uri, Version};
use hyper::client::conn::http2::{Connection, handshake};
use hyper::ext::Protocol;
use hyper_util::client::legacy::connect::Connection as _;
use hyper_util::rt::TokioExecutor;
use tokio::sync::oneshot;
use tower_service::Service;

use super::super::connector::{Connected, Connector};
use super::super::pool::{Received, is_timeout};
use super::first_frame::FirstFrame;
use super::result::{OpeningResult, opened};

type Stream = FirstFrame<Connected>;

/// Connects, waits up to `limit` for the server's SETTINGS, and sends the request as an extended CONNECT.
pub(super) async fn open(
    connector: Connector,
    limit: Duration,
    mut request: Request<Body>,
    authority: &str,
) -> Result<OpeningResult, Failure> {
    let failed = |error: BoxError| {
        Failure::new(FailureKind::Transport, format!("the connection to `{authority}` failed")).caused_by(error)
    };
    let stream = connect(connector, request.uri().clone(), authority).await?;
    let (stream, settled) = FirstFrame::of(stream);
    let (mut requests, connection) =
        handshake(TokioExecutor::new(), stream).await.map_err(|error| failed(error.into()))?;
    settle(connection, settled, limit, authority).await?;

    *request.method_mut() = Method::CONNECT;
    *request.version_mut() = Version::HTTP_2;
    request.extensions_mut().insert(Protocol::from_static("websocket"));
    let mut response = requests.send_request(request).await.map_err(|error| failed(error.into()))?;
    // hyper only creates a tunnel for 200.
    if response.status() != StatusCode::OK {
        return Ok(OpeningResult::Refused(Received { response, lease: None }));
    }
    let upgrade = hyper::upgrade::on(&mut response);
    let head = response.into_parts().0;
    let stream = upgrade.await.map_err(|error| failed(error.into()))?;
    Ok(opened(head, stream))
}

async fn connect(mut connector: Connector, uri: Uri, authority: &str) -> Result<Connected, Failure> {
    let failed = |error: BoxError| {
        let kind = if is_timeout(&*error) { FailureKind::Timeout } else { FailureKind::Transport };
        Failure::new(kind, format!("no connection to `{authority}`")).caused_by(error)
    };
    poll_fn(|task| connector.poll_ready(task)).await.map_err(failed)?;
    let secure = uri.scheme() == Some(&Scheme::HTTPS);
    let stream = connector.call(uri).await.map_err(failed)?;
    if secure && !stream.connected().is_negotiated_h2() {
        return Err(Failure::new(FailureKind::Transport, format!("`{authority}` did not negotiate HTTP/2")));
    }
    Ok(stream)
}

/// Waits for the server's SETTINGS, then spawns the connection as a task that ends with its last stream.
async fn settle(
    mut connection: Connection<Stream, Body, TokioExecutor>,
    settled: oneshot::Receiver<()>,
    limit: Duration,
    authority: &str,
) -> Result<(), Failure> {
    let ended = tokio::select! {
        Ok(()) = settled => None,
        ended = &mut connection => Some(ended),
        () = tokio::time::sleep(limit) => {
            return Err(Failure::new(FailureKind::Timeout, format!("no SETTINGS from `{authority}` within {limit:?}")));
        }
    };
    if let Some(ended) = ended {
        let failure = Failure::new(FailureKind::Transport, format!("the connection to `{authority}` was closed"));
        return Err(match ended {
            Ok(()) => failure,
            Err(error) => failure.caused_by(error),
        });
    }
    if !connection.is_extended_connect_protocol_enabled() {
        // Not a transport failure, because a retry would have the same result.
        let why = format!("`{authority}` supports no WebSocket over HTTP/2: expected SETTINGS_ENABLE_CONNECT_PROTOCOL");
        return Err(Failure::new(FailureKind::Other, why));
    }
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
    Ok(())
}
