//! The client's half of the opening handshake: what it offers, and what the server chose of it.

use http::HeaderMap;
use http::header::{
    HeaderName, HeaderValue, InvalidHeaderValue, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION,
};

use super::deflate::{accept, offer};
use super::extension::{extensions, protocols};
use super::pending::is_handshakes_own;
use super::{Agreed, BoxError, ConnectionOptions, PermessageDeflate, Terms};

/// How a WebSocket is opened.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    subprotocols: Vec<String>,
    headers: HeaderMap,
    /// Whether no subprotocol means none, and not those of the endpoint.
    exactly: bool,
    /// None where nobody said any.
    connection: Option<ConnectionOptions>,
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

    /// Exactly these subprotocols, also if there are none.
    pub(crate) fn exactly(subprotocols: Vec<String>, connection: ConnectionOptions) -> Self {
        Self { subprotocols, headers: HeaderMap::new(), exactly: true, connection: Some(connection) }
    }

    /// Tightens the limits to those of the terms, and offers their subprotocols if none was chosen.
    #[must_use]
    pub fn under(mut self, terms: &Terms) -> Self {
        if self.subprotocols.is_empty() && !self.exactly {
            self.subprotocols.clone_from(&terms.subprotocols);
        }
        self.connection = Some(self.connection_options().under(terms));
        self
    }

    /// The options of the connection.
    pub fn connection_options(&self) -> ConnectionOptions {
        self.connection.clone().unwrap_or_default()
    }

    fn deflate(&self) -> Option<&PermessageDeflate> {
        self.connection.as_ref()?.deflate.as_ref()
    }

    /// Writes what the handshake offers into a request.
    ///
    /// # Errors
    /// If the name of a subprotocol is not a token.
    pub fn write(&self, headers: &mut HeaderMap) -> Result<(), InvalidHeaderValue> {
        for (name, value) in &self.headers {
            headers.append(name.clone(), value.clone());
        }
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        if !self.subprotocols.is_empty() {
            headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::try_from(self.subprotocols.join(", "))?);
        }
        if let Some(deflate) = self.deflate() {
            headers.insert(SEC_WEBSOCKET_EXTENSIONS, offer(deflate));
        }
        Ok(())
    }

    /// Reads what a server that accepted has chosen from these options and the subprotocols that were `offered`.
    ///
    /// # Errors
    /// If the answer goes beyond the offer: the connection must be failed (RFC 6455 §4.1).
    pub fn agree(&self, offered: &[String], answer: &HeaderMap) -> Result<Agreement, BoxError> {
        let deflate = accept(self.deflate(), &extensions(answer)?)?;
        let chosen = protocols(answer)?;
        let subprotocol = match chosen.as_slice() {
            [] => None,
            [one] if offered.contains(one) => Some(one.clone()),
            _ => return Err(format!("the subprotocol `{}`", chosen.join(", ")).into()),
        };
        Ok(Agreement { subprotocol, deflate })
    }
}

/// What both ends of an opening have agreed on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The subprotocol.
    pub subprotocol: Option<String>,
    /// The parameters of permessage-deflate.
    pub deflate: Option<Agreed>,
}
