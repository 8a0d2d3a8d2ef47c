//! The client's opening request, and what becomes of its answer.

use http::header::{HeaderName, HeaderValue, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION};
use http::{HeaderMap, Request, Response, StatusCode, response};

use crate::body::Body;
use crate::client::Transport;
use crate::error::{Failure, FailureKind};

use super::deflate::{accept, offer};
use super::extension::{extensions, protocols};
use super::pending::is_handshakes_own;
use super::{Connection, ConnectionOptions, HandshakeError, Opened, Opening, PermessageDeflate, Rejected, Role};

/// How a WebSocket is opened.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    pub(crate) subprotocols: Vec<String>,
    pub(crate) headers: HeaderMap,
    /// Whether no subprotocol means none, and not those of the endpoint.
    pub(crate) exactly: bool,
    /// None where nobody said any.
    pub(crate) connection: Option<ConnectionOptions>,
}

impl OpenOptions {
    /// Offers a subprotocol; the one that is liked best comes first.
    #[must_use]
    pub fn subprotocol(mut self, name: impl Into<String>) -> Self {
        self.subprotocols.push(name.into());
        self
    }

    /// Sends a header field. Those of the handshake itself are left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if !is_handshakes_own(&name) {
            self.headers.append(name, value);
        }
        self
    }

    /// Uses these options for the connection; compression is offered if they say so.
    #[must_use]
    pub fn connection(mut self, options: ConnectionOptions) -> Self {
        self.connection = Some(options);
        self
    }

    /// Uses these options for the connection if no others were said.
    #[must_use]
    pub fn connection_or(mut self, options: &ConnectionOptions) -> Self {
        self.connection.get_or_insert_with(|| options.clone());
        self
    }

    /// The options of the connection.
    pub(crate) fn connection_options(&self) -> ConnectionOptions {
        self.connection.clone().unwrap_or_default()
    }

    fn deflate(&self) -> Option<&PermessageDeflate> {
        self.connection.as_ref()?.deflate.as_ref()
    }

    /// Writes what the handshake offers into a request.
    pub(crate) fn write(&self, headers: &mut HeaderMap) -> Result<(), Failure> {
        for (name, value) in &self.headers {
            headers.append(name.clone(), value.clone());
        }
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        if !self.subprotocols.is_empty() {
            let list = HeaderValue::try_from(self.subprotocols.join(", ")).map_err(|error| {
                Failure::new(FailureKind::Encode, "a subprotocol's name is no token").caused_by(error)
            })?;
            headers.insert(SEC_WEBSOCKET_PROTOCOL, list);
        }
        if let Some(deflate) = self.deflate() {
            headers.insert(SEC_WEBSOCKET_EXTENSIONS, offer(deflate));
        }
        Ok(())
    }
}

/// What came of an opening.
pub(crate) enum Dialled {
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
    options.write(request.headers_mut())?;
    match send(transport, request, &options).await? {
        Dialled::Open(connection, head) => Ok((*connection, *head)),
        Dialled::Answered(response) => {
            let (head, body) = response.into_parts();
            let body = crate::call::collect(body).await?;
            let rejected = Rejected { status: head.status, headers: head.headers, body };
            Err(HandshakeError::Rejected(Box::new(rejected)))
        }
    }
}

/// Sends an opening request whose header is written, and makes the connection if it is accepted.
pub(crate) async fn send<T: Transport>(
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
    let unacceptable = |error: crate::body::BoxError| {
        Failure::new(FailureKind::Decode, "the server accepted the WebSocket with what was not offered")
            .caused_by(error)
    };
    let answered = extensions(&head.headers).map_err(|error| unacceptable(error.into()))?;
    let agreed = accept(options.deflate(), &answered).map_err(|error| unacceptable(error.into()))?;
    let chosen = protocols(&head.headers).map_err(|error| unacceptable(error.into()))?;
    let subprotocol = match chosen.as_slice() {
        [] => None,
        [one] if offered.contains(one) => Some(one.clone()),
        _ => return Err(unacceptable(format!("the subprotocol `{}`", chosen.join(", ")).into())),
    };
    let connection = Connection::new(Role::Client, wire, options.connection_options(), agreed.as_ref(), subprotocol);
    connection.shared().spawn_driver();
    Ok(Dialled::Open(Box::new(connection), Box::new(head)))
}
