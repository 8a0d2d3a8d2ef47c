//! The client's opening request, and what becomes of its answer.

use api_websocket::{Connection, HandshakeError, OpenOptions, Opened, Opening, Rejected, Role, protocols};
use http::{Request, Response, StatusCode, response};

use crate::body::{Body, BoxError};
use crate::call::collect;
use crate::conversation::write_opening;
use crate::error::{Failure, FailureKind};

use super::transport::Transport;

/// What came of an opening.
pub(super) enum Dialled {
    Open(Box<Connection>, Box<response::Parts>),
    Answered(Response<Body>),
}

/// Opens a WebSocket through a transport, with a `GET` of any address.
///
/// # Errors
/// [`HandshakeError::Rejected`] with the server's answer if that is not 101, or what went wrong.
///
/// # Cancel safety
/// Dropping the future gives the opening up.
pub async fn dial<T: Transport>(
    transport: &T,
    mut request: Request<Body>,
    options: OpenOptions,
) -> Result<(Connection, response::Parts), HandshakeError> {
    write_opening(&options, request.headers_mut())?;
    match send_opening(transport, request, &options).await? {
        Dialled::Open(connection, head) => Ok((*connection, *head)),
        Dialled::Answered(response) => {
            let (head, body) = response.into_parts();
            let body = collect(body).await?;
            let rejected = Rejected { status: head.status, headers: head.headers, body };
            Err(HandshakeError::Rejected(Box::new(rejected)))
        }
    }
}

/// Sends an opening request whose header is written, and makes the connection if it is accepted.
pub(super) async fn send_opening<T: Transport>(
    transport: &T,
    mut request: Request<Body>,
    options: &OpenOptions,
) -> Result<Dialled, Failure> {
    let offered = protocols(request.headers()).unwrap_or_default();
    request.extensions_mut().insert(Opening);
    let response = transport.send(request).await?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Ok(Dialled::Answered(response));
    }
    let (mut head, _) = response.into_parts();
    let wire = head.extensions.remove::<Opened>().and_then(|opened| opened.take());
    let wire = wire.ok_or_else(|| {
        let message = "the transport opens no WebSockets: it answered 101 without handing over a connection";
        Failure::new(FailureKind::Other, message)
    })?;
    // What the server answers beyond the offer fails the connection (RFC 6455 §4.1).
    let agreement = options.agree(&offered, &head.headers).map_err(|error: BoxError| {
        Failure::new(FailureKind::Decode, "the server accepted the WebSocket with what was not offered")
            .caused_by(error)
    })?;
    let connection = Connection::agreed(Role::Client, wire, options.connection_options(), agreement);
    Ok(Dialled::Open(Box::new(connection), Box::new(head)))
}
