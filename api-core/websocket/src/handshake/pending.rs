//! A request for a WebSocket that a handler accepts or rejects.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{HeaderValue, ORIGIN, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL};
use http::request::Parts;
use http::{Extensions, HeaderMap, Response, StatusCode, Uri, Version};

use crate::connection::{Connection, relay};
use crate::deflate::negotiate;
use crate::header::{Extension, extensions, subprotocols};
use crate::options::{ConnectionOptions, Terms};

use super::accept::{AcceptOptions, Subprotocol};
use super::fields::is_reserved;
use super::slot::{Accepted, Answer, Slot};
use super::{HandshakeError, OpenOptions, Undecided};

/// A request for a WebSocket that is not answered yet.
///
/// [`accept`](Self::accept) and [`reject`](Self::reject) answer it. If it is dropped without an answer, the request is
/// answered with 500.
///
/// ```
/// use api_websocket::{AcceptOptions, HandshakeError, PendingConnection};
///
/// async fn chat(pending: PendingConnection) -> Result<(), HandshakeError> {
///     if pending.origin() != Some("https://chat.example") {
///         pending.reject("this page may not connect");
///         return Ok(());
///     }
///     let mut connection = pending.accept_with(AcceptOptions::default()).await?;
///     while let Ok(text) = connection.receive::<String>().await {
///         let _ = connection.send_text(text).await;
///     }
///     Ok(())
/// }
/// # let _ = chat;
/// ```
pub struct PendingConnection {
    slot: Arc<Slot>,
    head: Box<Parts>,
    secure: bool,
    terms: Terms,
    offered: Vec<Extension>,
    subprotocols: Vec<String>,
    on_accept: Option<Box<dyn FnOnce() + Send>>,
    defaults: ConnectionOptions,
    /// The options with which a local caller opens.
    wanted: Option<OpenOptions>,
}

impl PendingConnection {
    /// Creates a pending connection of a request, and the side that waits for the decision.
    ///
    /// A list of the head that is malformed counts as an empty offer.
    pub fn new(head: Parts) -> (Self, Undecided) {
        Self::with_slot(Arc::default(), head)
    }

    /// Creates a pending connection for a caller in the same program, which opens with the options `wanted`.
    pub fn local(head: Parts, wanted: OpenOptions) -> (Self, Undecided) {
        let (mut pending, undecided) = Self::with_slot(Slot::local(), head);
        pending.wanted = Some(wanted);
        (pending, undecided)
    }

    fn with_slot(slot: Arc<Slot>, head: Parts) -> (Self, Undecided) {
        let undecided = Undecided::new(slot.clone());
        let offered = extensions(&head.headers).unwrap_or_default();
        let subprotocols = subprotocols(&head.headers).unwrap_or_default();
        let pending = Self {
            slot,
            head: Box::new(head),
            secure: false,
            terms: Terms::default(),
            offered,
            subprotocols,
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

    /// Sets the terms of the endpoint. Default: none.
    #[must_use]
    pub fn terms(mut self, terms: Terms) -> Self {
        self.terms = terms;
        self
    }

    /// Sets the default options of the accepted connection. Options given when accepting take precedence.
    #[must_use]
    pub fn defaults(mut self, options: ConnectionOptions) -> Self {
        self.defaults = options;
        self
    }

    /// Returns the path of the request, percent-encoded.
    pub fn path(&self) -> &str {
        self.head.uri.path()
    }

    /// Returns the query of the request, percent-encoded.
    pub fn query(&self) -> Option<&str> {
        self.head.uri.query()
    }

    /// Returns the request target.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// Returns the header fields of the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the version of HTTP.
    pub fn version(&self) -> Version {
        self.head.version
    }

    /// Returns whether the request came over TLS.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Returns the `Origin`, which browsers send. It is not checked here, see RFC 6455 §10.2.
    pub fn origin(&self) -> Option<&str> {
        self.head.headers.get(ORIGIN)?.to_str().ok()
    }

    /// Returns the subprotocols that the client offers, in its order of preference.
    pub fn subprotocols(&self) -> impl Iterator<Item = &str> {
        self.subprotocols.iter().map(String::as_str)
    }

    /// Returns the extensions that the client offers, in its order of preference.
    pub fn offered_extensions(&self) -> &[Extension] {
        &self.offered
    }

    /// Returns the extensions of the HTTP request, such as values of middleware.
    pub fn extensions(&self) -> &Extensions {
        &self.head.extensions
    }

    /// Returns the default options of the accepted connection.
    pub fn default_options(&self) -> ConnectionOptions {
        self.defaults.clone()
    }

    /// Sets an action that runs once the accepting response was sent.
    pub fn on_accept(&mut self, action: impl FnOnce() + Send + 'static) {
        self.on_accept = Some(Box::new(action));
    }

    /// Accepts with the terms of the endpoint: the first of its subprotocols that the client offers, and its limits.
    ///
    /// # Errors
    /// Returns an error if the transport fails before the response was sent.
    pub async fn accept(self) -> Result<Connection, HandshakeError> {
        self.accept_with(AcceptOptions::default()).await
    }

    /// Accepts with options.
    ///
    /// # Errors
    /// Returns an error if the selected subprotocol was not offered or a header field belongs to the handshake. The
    /// request is answered with 500 then. Returns an error if the transport fails before the response was sent.
    pub async fn accept_with(mut self, options: AcceptOptions) -> Result<Connection, HandshakeError> {
        let accepted = self.agree(options)?;
        self.slot.give_answer(Answer::Accept(Box::new(accepted)));
        let slot = self.slot.clone();
        poll_fn(|task| slot.poll_connection(task)).await
    }

    /// Rejects with 400 and a body.
    pub fn reject(self, body: impl Into<Bytes>) {
        let mut response = Response::new(body.into());
        *response.status_mut() = StatusCode::BAD_REQUEST;
        self.reject_with(response);
    }

    /// Rejects with a response. A status below 300 becomes 400.
    ///
    /// Extensions of the response are passed on, such as a reason phrase for HTTP/1.1.
    ///
    /// ```
    /// use api_websocket::PendingConnection;
    /// use http::{Response, StatusCode};
    ///
    /// # fn busy(pending: PendingConnection) -> http::Result<()> {
    /// let response = Response::builder().status(StatusCode::SERVICE_UNAVAILABLE).header("retry-after", "7");
    /// pending.reject_with(response.body("too many connections".into())?);
    /// # Ok(()) }
    /// # let _ = busy;
    /// ```
    pub fn reject_with(self, mut response: Response<Bytes>) {
        if response.status().is_informational() || response.status().is_success() {
            *response.status_mut() = StatusCode::BAD_REQUEST;
        }
        self.slot.give_answer(Answer::Reject(Box::new(response)));
    }

    /// Returns the options of a connection that a client opens on behalf of this request, see
    /// [`PendingConnection::fulfil`].
    pub fn open_options(&self) -> OpenOptions {
        self.wanted.clone().unwrap_or_else(|| {
            let connection = ConnectionOptions { deflate: None, ..self.defaults.clone() };
            OpenOptions::exactly(self.subprotocols.clone(), connection)
        })
    }

    /// Answers with a connection to another server. A local caller receives that connection. Any other request is
    /// accepted, and messages are relayed between both connections.
    ///
    /// The future is ready at the end of the relay.
    pub async fn fulfil(self, connection: Connection) {
        if self.slot.is_local() {
            self.slot.give_answer(Answer::Fulfil(Box::new(connection)));
            return;
        }
        // Both connections use the same subprotocol, or none.
        let options = AcceptOptions::default();
        let options = match connection.subprotocol() {
            Some(name) => options.subprotocol(name),
            None => options.no_subprotocol(),
        };
        if let Ok(front) = self.accept_with(options).await {
            relay(front, connection).await;
        }
    }

    fn agree(&mut self, options: AcceptOptions) -> Result<Accepted, HandshakeError> {
        let mut headers = HeaderMap::new();
        for (name, value) in options.headers {
            if is_reserved(&name) {
                return Err(HandshakeError::ReservedHeader(name));
            }
            headers.append(name, value);
        }
        let subprotocol = match options.subprotocol {
            Subprotocol::Chosen(chosen) if self.subprotocols.contains(&chosen) => Some(chosen),
            Subprotocol::Chosen(chosen) => return Err(HandshakeError::NotOffered(chosen)),
            Subprotocol::None => None,
            Subprotocol::ByTerms => {
                self.terms.subprotocols.iter().find(|name| self.subprotocols.contains(name)).cloned()
            }
        };
        if let Some(name) = &subprotocol {
            // An offered name is a token, so this does not fail.
            let name = HeaderValue::from_str(name).map_err(|error| HandshakeError::MalformedRequest(error.into()))?;
            headers.insert(SEC_WEBSOCKET_PROTOCOL, name);
        }
        let connection = match options.connection {
            Some(connection) => connection.within(&self.defaults),
            None => self.defaults.clone(),
        };
        let connection = connection.under(&self.terms);
        let deflate = connection.deflate.as_ref().and_then(|deflate| negotiate(deflate, &self.offered));
        let deflate = deflate.map(|(negotiated, answer)| {
            headers.insert(SEC_WEBSOCKET_EXTENSIONS, answer);
            negotiated
        });
        Ok(Accepted { headers, subprotocol, deflate, options: connection, on_accept: self.on_accept.take() })
    }
}

impl Drop for PendingConnection {
    fn drop(&mut self) {
        self.slot.pending_dropped();
    }
}

impl fmt::Debug for PendingConnection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header fields may contain credentials, so they are left out.
        formatter
            .debug_struct("PendingConnection")
            .field("path", &self.path())
            .field("subprotocols", &self.subprotocols)
            .finish_non_exhaustive()
    }
}
