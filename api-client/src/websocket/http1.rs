//! Opening over HTTP/1.1: an upgrade, and the proof that the server knows what it agrees to.

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use api_core::websocket::handshake::ClientKey;
use http::header::{CONNECTION, SEC_WEBSOCKET_KEY, UPGRADE};
use http::{HeaderValue, Request, StatusCode};

use super::{Outcome, opened};
use crate::transport::{Pool, failure};

/// Sends the request with what an upgrade needs.
pub(super) async fn open(pool: &Pool, mut request: Request<Body>, authority: &str) -> Result<Outcome, Failure> {
    let key = ClientKey::random();
    let headers = request.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(SEC_WEBSOCKET_KEY, key.header());
    let mut response = pool.request(request).await.map_err(|error| failure(error, authority))?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Ok(Outcome::Refused(response));
    }
    let upgrade = hyper::upgrade::on(&mut response);
    let head = response.into_parts().0;
    // Before anything is sent over it: a server that does not know the protocol must not take frames for requests (RFC 6455 §10.3).
    key.verify(&head).map_err(|why| {
        Failure::new(FailureKind::Transport, format!("`{authority}` does not open a WebSocket as it should: {why}"))
    })?;
    let stream = upgrade.await.map_err(|error| {
        Failure::new(FailureKind::Transport, format!("the connection to `{authority}` failed")).caused_by(error)
    })?;
    Ok(opened(head, stream))
}
