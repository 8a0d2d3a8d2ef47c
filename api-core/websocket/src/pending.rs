//! A request for a WebSocket that was read and not answered: the handler decides.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL};
use http::request::Parts;
use http::{Extensions, HeaderMap, Response, StatusCode, Uri, Version};

use super::deflate::negotiate;
use super::extension::{Extension, extensions, protocols};
use super::relay::relay;
use super::slot::{Accepted, Slot, Undecided};
use super::{Connection, ConnectionOptions, HandshakeError, OpenOptions, Terms};

/// A request for a WebSocket, not answered yet.
///
/// It is answered by [`accept`](Self::accept) or [`reject`](Self::reject) and their kind. Dropping it without an answer answers 500, so that no
/// client is left hanging.
pub struct PendingConnection {
    slot: Arc<Slot>,
    head: Box<Parts>,
    secure: bool,
    terms: Terms,
    offered: Vec<Extension>,
    protocols: Vec<String>,
    on_accept: Option<Box<dyn FnOnce() + Send>>,
    /// What the routes above say about every connection.
    defaults: ConnectionOptions,
    /// What the caller of a local opening wants.
    wanted: Option<OpenOptions>,
}

impl PendingConnection {
    /// A request that asks to become a WebSocket, and the side that waits for the decision on it.
    ///
    /// Lists of the head that cannot be read offer nothing.
    pub fn new(head: Parts) -> (Self, Undecided) {
        Self::of(Arc::default(), head)
    }

    /// An opening within the program, whose caller wants such a connection.
    pub fn local(head: Parts, wanted: OpenOptions) -> (Self, Undecided) {
        let (mut pending, undecided) = Self::of(Slot::local(), head);
        pending.wanted = Some(wanted);
        (pending, undecided)
    }

    fn of(slot: Arc<Slot>, head: Parts) -> (Self, Undecided) {
        let undecided = Undecided::new(slot.clone());
        let offered = extensions(&head.headers).unwrap_or_default();
        let protocols = protocols(&head.headers).unwrap_or_default();
        let pending = Self {
            slot,
            head: Box::new(head),
            secure: false,
            terms: Terms::default(),
            offered,
            protocols,
            on_accept: None,
            defaults: ConnectionOptions::default(),
            wanted: None,
        };
        (pending, undecided)
    }

    /// Sets whether the request came over TLS. Default: no.
    #[must_use]
    pub fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    /// Sets the terms of the endpoint: its subprotocols and limits. Default: none.
    #[must_use]
    pub fn under(mut self, terms: Terms) -> Self {
        self.terms = terms;
        self
    }

    /// Sets the options of a connection that is accepted without options of its own.
    #[must_use]
    pub fn with_defaults(mut self, options: ConnectionOptions) -> Self {
        self.defaults = options;
        self
    }

    /// The request's path, undecoded.
    pub fn path(&self) -> &str {
        self.head.uri.path()
    }

    /// The request's query, undecoded.
    pub fn query(&self) -> Option<&str> {
        self.head.uri.query()
    }

    /// The request's target.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// The request's header fields.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The version of HTTP it came over.
    pub fn version(&self) -> Version {
        self.head.version
    }

    /// Whether it came over TLS.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The `Origin`, which browsers send.
    pub fn origin(&self) -> Option<&str> {
        self.head.headers.get(http::header::ORIGIN)?.to_str().ok()
    }

    /// The subprotocols the client offers, the one it likes best first.
    pub fn subprotocols(&self) -> impl Iterator<Item = &str> {
        self.protocols.iter().map(String::as_str)
    }

    /// The extensions the client offers, in its order.
    pub fn offered_extensions(&self) -> &[Extension] {
        &self.offered
    }

    /// What layers put beside the request.
    pub fn extensions(&self) -> &Extensions {
        &self.head.extensions
    }

    /// The options that every connection here has unless its own are said.
    pub fn default_options(&self) -> ConnectionOptions {
        self.defaults.clone()
    }

    /// Called once the response that accepts has been sent.
    pub fn on_accept(&mut self, action: impl FnOnce() + Send + 'static) {
        self.on_accept = Some(Box::new(action));
    }

    /// Accepts with what the endpoint declares: the first of its subprotocols that the client offers, its limits, no extra headers.
    ///
    /// # Errors
    /// If the transport broke before the response was sent.
    pub async fn accept(self) -> Result<Connection, HandshakeError> {
        self.accept_with(AcceptOptions::default()).await
    }

    /// Accepts.
    ///
    /// # Errors
    /// If a subprotocol is chosen that was not offered or a header is the handshake's own, which answers 500; or if the transport broke before the
    /// response was sent.
    pub async fn accept_with(mut self, options: AcceptOptions) -> Result<Connection, HandshakeError> {
        let accepted = self.agree(options)?;
        self.slot.accept(accepted);
        let slot = self.slot.clone();
        poll_fn(|task| slot.poll_connection(task)).await
    }

    /// Refuses with 400 and a body.
    pub fn reject(self, body: impl Into<Bytes>) {
        let mut response = Response::new(body.into());
        *response.status_mut() = StatusCode::BAD_REQUEST;
        self.reject_with(response);
    }

    /// Refuses with any response: status, headers and body. A reason phrase goes into its extensions, and is sent over HTTP/1.1 alone.
    ///
    /// A status that does not refuse, below 300, becomes 400.
    pub fn reject_with(self, mut response: Response<Bytes>) {
        if response.status().is_informational() || response.status().is_success() {
            *response.status_mut() = StatusCode::BAD_REQUEST;
        }
        self.slot.reject(response);
    }

    /// What a client that is called with this opens its own connection with.
    pub fn open_options(&self) -> OpenOptions {
        self.wanted.clone().unwrap_or_else(|| {
            let connection = ConnectionOptions { deflate: None, ..self.defaults.clone() };
            OpenOptions::exactly(self.protocols.clone(), connection)
        })
    }

    /// A client has opened a connection: the caller gets it, or is connected through.
    pub async fn fulfil(self, connection: Connection) {
        if self.slot.is_local() {
            self.slot.fill(connection);
            return;
        }
        // Both connections speak the same subprotocol, or none.
        let subprotocol = connection.subprotocol().map(ToOwned::to_owned);
        let options = AcceptOptions { subprotocol, exactly: true, ..AcceptOptions::default() };
        if let Ok(front) = self.accept_with(options).await {
            relay(front, connection).await;
        }
    }

    fn agree(&mut self, options: AcceptOptions) -> Result<Accepted, HandshakeError> {
        let mut headers = HeaderMap::new();
        for (name, value) in options.headers {
            if is_handshakes_own(&name) {
                return Err(HandshakeError::ReservedHeader(name));
            }
            headers.append(name, value);
        }
        let subprotocol = match options.subprotocol {
            Some(chosen) if self.protocols.contains(&chosen) => Some(chosen),
            Some(chosen) => return Err(HandshakeError::NotOffered(chosen)),
            None if options.exactly => None,
            None => self.terms.subprotocols.iter().find(|name| self.protocols.contains(name)).cloned(),
        };
        if let Some(name) = &subprotocol {
            // Offered names are tokens, so this cannot fail.
            headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_str(name).map_err(HandshakeError::malformed)?);
        }
        let connection = match options.connection {
            Some(connection) => connection.within(&self.defaults),
            None => self.defaults.clone(),
        };
        let connection = connection.under(&self.terms);
        let agreed = connection.deflate.as_ref().and_then(|deflate| negotiate(deflate, &self.offered));
        let agreed = agreed.map(|(agreed, answer)| {
            headers.insert(SEC_WEBSOCKET_EXTENSIONS, answer);
            agreed
        });
        Ok(Accepted { headers, subprotocol, agreed, options: connection, on_accept: self.on_accept.take() })
    }
}

impl Drop for PendingConnection {
    fn drop(&mut self) {
        self.slot.unanswered();
    }
}

impl fmt::Debug for PendingConnection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header fields may hold credentials, so they stay out.
        formatter
            .debug_struct("PendingConnection")
            .field("path", &self.path())
            .field("subprotocols", &self.protocols)
            .finish_non_exhaustive()
    }
}

/// How a connection is accepted.
#[derive(Debug, Clone, Default)]
pub struct AcceptOptions {
    subprotocol: Option<String>,
    /// Whether no subprotocol means none, and not the endpoint's own choice.
    exactly: bool,
    headers: Vec<(HeaderName, HeaderValue)>,
    connection: Option<ConnectionOptions>,
}

impl AcceptOptions {
    /// Chooses a subprotocol, which must be one that the client offers.
    #[must_use]
    pub fn subprotocol(mut self, name: impl Into<String>) -> Self {
        self.subprotocol = Some(name.into());
        self
    }

    /// Adds a field to the response. Those of the handshake cannot be set.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Adds fields to the response.
    #[must_use]
    pub fn headers(mut self, headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Uses these options for the connection, in place of [`PendingConnection::default_options`]. The limits of those and of the
    /// endpoint hold too: the smallest counts.
    #[must_use]
    pub fn connection(mut self, options: ConnectionOptions) -> Self {
        self.connection = Some(options);
        self
    }
}

/// Fields that the handshake itself writes.
pub(crate) fn is_handshakes_own(name: &HeaderName) -> bool {
    *name == http::header::UPGRADE
        || *name == http::header::CONNECTION
        || *name == http::header::CONTENT_LENGTH
        || *name == http::header::TRANSFER_ENCODING
        || name.as_str().starts_with("sec-websocket-")
}
