//! The client's half of the handshake: its offer, and the check of what the server has chosen.

use std::time::Duration;

use http::HeaderMap;
use http::header::{
    HeaderName, HeaderValue, InvalidHeaderValue, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION,
};

use crate::BoxError;
use crate::deflate::{PermessageDeflate, offer, verify_answer};
use crate::header::{extensions, subprotocols};
use crate::options::{Agreement, ConnectionOptions, Terms};

use super::HandshakeProblem;
use super::fields::is_reserved;

/// Options of an opening: subprotocols, header fields, time-out, and connection options.
///
/// ```
/// use api_websocket::deflate::PermessageDeflate;
/// use api_websocket::{ConnectionOptions, OpenOptions};
/// use http::header::{AUTHORIZATION, HeaderValue};
///
/// let options = OpenOptions::default()
///     .subprotocol("chat.v2")
///     .header(AUTHORIZATION, HeaderValue::from_static("Bearer abc"))
///     .connection(ConnectionOptions::default().deflate(PermessageDeflate::new()));
/// # let _ = options;
/// ```
#[derive(Debug, Clone)]
pub struct OpenOptions {
    subprotocols: Subprotocols,
    headers: HeaderMap,
    timeout: Duration,
    connection: Option<ConnectionOptions>,
}

/// The subprotocols of an offer.
#[derive(Debug, Clone)]
enum Subprotocols {
    /// These, or those of the endpoint's terms if there are none.
    OrTerms(Vec<String>),
    /// Exactly these.
    Exactly(Vec<String>),
}

impl OpenOptions {
    /// Offers a subprotocol. The preferred one comes first.
    #[must_use]
    pub fn subprotocol(mut self, name: impl Into<String>) -> Self {
        match &mut self.subprotocols {
            Subprotocols::OrTerms(names) | Subprotocols::Exactly(names) => names.push(name.into()),
        }
        self
    }

    /// Adds a header field to the request. The fields of the handshake itself are ignored.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if !is_reserved(&name) {
            self.headers.append(name, value);
        }
        self
    }

    /// Sets how long the handshake may take. Default: 30 s.
    ///
    /// `client::connect` applies it. Other transports apply their own time-outs.
    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// Sets the options of the connection. Compression is offered if they enable it.
    #[must_use]
    pub fn connection(mut self, options: ConnectionOptions) -> Self {
        self.connection = Some(options);
        self
    }

    /// Sets the options of the connection unless they are set already.
    #[must_use]
    pub fn connection_or(mut self, options: &ConnectionOptions) -> Self {
        self.connection.get_or_insert_with(|| options.clone());
        self
    }

    /// Applies the terms of an endpoint: its limits, and its subprotocols if none is set.
    #[must_use]
    pub fn under(mut self, terms: &Terms) -> Self {
        if let Subprotocols::OrTerms(names) = &mut self.subprotocols
            && names.is_empty()
        {
            names.clone_from(&terms.subprotocols);
        }
        self.connection = Some(self.connection_options().under(terms));
        self
    }

    /// Offers exactly these subprotocols, and not those that the endpoint declares.
    pub(super) fn exactly(subprotocols: Vec<String>, connection: ConnectionOptions) -> Self {
        Self { subprotocols: Subprotocols::Exactly(subprotocols), connection: Some(connection), ..Self::default() }
    }

    /// Returns the options of the connection.
    pub fn connection_options(&self) -> ConnectionOptions {
        self.connection.clone().unwrap_or_default()
    }

    /// Returns how long the handshake may take.
    pub const fn handshake_timeout(&self) -> Duration {
        self.timeout
    }

    fn deflate(&self) -> Option<&PermessageDeflate> {
        self.connection.as_ref()?.deflate.as_ref()
    }

    /// Writes the offer into the header section of a request.
    ///
    /// # Errors
    /// Returns an error if the name of a subprotocol is not a token.
    pub fn write(&self, headers: &mut HeaderMap) -> Result<(), InvalidHeaderValue> {
        for (name, value) in &self.headers {
            headers.append(name.clone(), value.clone());
        }
        headers.insert(SEC_WEBSOCKET_VERSION, HandshakeProblem::VERSION);
        let (Subprotocols::OrTerms(names) | Subprotocols::Exactly(names)) = &self.subprotocols;
        if !names.is_empty() {
            headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::try_from(names.join(", "))?);
        }
        if let Some(deflate) = self.deflate() {
            headers.insert(SEC_WEBSOCKET_EXTENSIONS, offer(deflate));
        }
        Ok(())
    }

    /// Reads the subprotocol and extensions of a response that accepts. `offered` are the subprotocols of the request.
    ///
    /// ```
    /// use api_websocket::OpenOptions;
    /// use http::HeaderMap;
    ///
    /// let options = OpenOptions::default().subprotocol("chat");
    /// let mut answer = HeaderMap::new();
    /// answer.insert("sec-websocket-protocol", "chat".parse().unwrap());
    /// let agreement = options.agree(&["chat".to_owned()], &answer).expect("it was offered");
    /// assert_eq!(agreement.subprotocol.as_deref(), Some("chat"));
    ///
    /// answer.insert("sec-websocket-protocol", "other".parse().unwrap());
    /// assert!(options.agree(&["chat".to_owned()], &answer).is_err());
    /// ```
    ///
    /// # Errors
    /// Returns an error if the response contains more than the offer. The connection must be failed (RFC 6455 §4.1).
    pub fn agree(&self, offered: &[String], answer: &HeaderMap) -> Result<Agreement, BoxError> {
        let deflate = verify_answer(self.deflate(), &extensions(answer)?)?;
        let chosen = subprotocols(answer)?;
        let subprotocol = match chosen.as_slice() {
            [] => None,
            [one] if offered.contains(one) => Some(one.clone()),
            _ => return Err(format!("the subprotocol `{}` was not offered", chosen.join(", ")).into()),
        };
        Ok(Agreement { subprotocol, deflate })
    }
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            subprotocols: Subprotocols::OrTerms(Vec::new()),
            headers: HeaderMap::new(),
            timeout: Duration::from_secs(30),
            connection: None,
        }
    }
}
