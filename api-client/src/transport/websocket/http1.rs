//! Opening a WebSocket over HTTP/1.1: an upgrade, and the verification of `Sec-WebSocket-Accept`.

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use api_core::websocket::handshake::ClientKey;
use http::header::{CONNECTION, SEC_WEBSOCKET_KEY, UPGRADE};
use http::{HeaderValue, Request, StatusCode};

use super::super::pool::{Pool, Received};
use super::result::{OpeningResult, opened};

/// Sends the request with the fields of an upgrade.
pub(super) async fn open(pool: &Pool, mut request: Request<Body>, authority: &str) -> Result<OpeningResult, Failure> {
    let key = ClientKey::random();
    let headers = request.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(SEC_WEBSOCKET_KEY, key.header());
    let Received { mut response, lease } = pool.send(request, |received| received).await?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Ok(OpeningResult::Refused(Received { response, lease }));
    }
    let upgrade = hyper::upgrade::on(&mut response);
    let head = response.into_parts().0;
    // Before any frame is sent: a server that does not know the protocol must not take frames for requests (RFC 6455
    // §10.3).
    key.verify(&head).map_err(|why| {
        Failure::new(FailureKind::Transport, format!("`{authority}` sent an invalid WebSocket handshake: {why}"))
    })?;
    let stream = upgrade.await.map_err(|error| {
        Failure::new(FailureKind::Transport, format!("the connection to `{authority}` failed")).caused_by(error)
    })?;
    // It is no connection of HTTP any more.
    drop(lease);
    Ok(opened(head, stream))
}
