//! The opening request of a client, and its response.

use api_websocket::handshake::{Opened, Opening, Rejected, subprotocols};
use api_websocket::{Connection, HandshakeError, OpenOptions, Role};
use http::{Request, Response, StatusCode, response};

use crate::body::{Body, BoxError};
use crate::call::collect;
use crate::conversation::write_opening;
use crate::error::{Failure, FailureKind};

use super::transport::Transport;

/// The result of an opening request.
pub(super) enum Dialled {
    Open(Box<Connection>, Box<response::Parts>),
    Answered(Response<Body>),
}

/// Opens a WebSocket through a transport, with a `GET` request to any URI.
///
/// Returns the connection, and the head of the response with status 101.
///
/// ```
/// use api_core::websocket::{HandshakeError, OpenOptions, dial};
/// use api_core::{Body, Transport};
/// use http::Request;
///
/// async fn open<T: Transport>(transport: &T) -> Result<(), HandshakeError> {
///     let request = Request::get("https://chat.example/socket").body(Body::empty()).unwrap();
///     let (connection, head) = dial(transport, request, OpenOptions::default()).await?;
///     println!("{:?}", head.headers);
///     drop(connection);
///     Ok(())
/// }
/// ```
///
/// # Errors
/// Returns [`HandshakeError::Rejected`] with the response if its status is not 101, otherwise the cause.
///
/// # Cancel safety
/// Dropping the future cancels the opening.
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

/// Sends an opening request whose header fields are complete, and creates the connection if the server accepts it.
pub(super) async fn send_opening<T: Transport>(
    transport: &T,
    mut request: Request<Body>,
    options: &OpenOptions,
) -> Result<Dialled, Failure> {
    let offered = subprotocols(request.headers()).unwrap_or_default();
    request.extensions_mut().insert(Opening);
    let response = transport.send(request).await?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Ok(Dialled::Answered(response));
    }
    let (mut head, _) = response.into_parts();
    let wire = head.extensions.remove::<Opened>().and_then(|opened| opened.take());
    let wire = wire.ok_or_else(|| {
        let message = "the transport does not support WebSockets: its response with status 101 has no connection";
        Failure::new(FailureKind::Other, message)
    })?;
    // An extension or subprotocol that was not offered fails the connection (RFC 6455 §4.1).
    let agreement = options.agree(&offered, &head.headers).map_err(|error: BoxError| {
        Failure::new(FailureKind::Decode, "the server accepted the WebSocket on terms that were not offered")
            .caused_by(error)
    })?;
    let connection = Connection::agreed(Role::Client, wire, options.connection_options(), agreement);
    Ok(Dialled::Open(Box::new(connection), Box::new(head)))
}
