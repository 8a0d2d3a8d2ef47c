//! The options with which a pending connection is accepted.

use http::header::{HeaderName, HeaderValue};

use crate::options::ConnectionOptions;

/// Options of an accepted connection: its subprotocol, header fields of the response, and connection options.
///
/// ```
/// use api_websocket::{AcceptOptions, ConnectionOptions, SizeLimit};
/// use http::{HeaderName, HeaderValue};
///
/// let options = AcceptOptions::default()
///     .subprotocol("chat.v2")
///     .header(HeaderName::from_static("x-region"), HeaderValue::from_static("eu"))
///     .connection(ConnectionOptions::default().max_message(SizeLimit::at_most(64 * 1024)));
/// # let _ = options;
/// ```
#[derive(Debug, Clone, Default)]
pub struct AcceptOptions {
    pub(super) subprotocol: Subprotocol,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) connection: Option<ConnectionOptions>,
}

/// How the subprotocol of an accepted connection is selected.
#[derive(Debug, Clone, Default)]
pub(super) enum Subprotocol {
    /// The first one of the endpoint's terms that the client offers.
    #[default]
    ByTerms,
    /// Exactly this one.
    Chosen(String),
    /// None.
    None,
}

impl AcceptOptions {
    /// Selects a subprotocol. It must be one that the client offers.
    #[must_use]
    pub fn subprotocol(mut self, name: impl Into<String>) -> Self {
        self.subprotocol = Subprotocol::Chosen(name.into());
        self
    }

    /// Selects no subprotocol, even if the endpoint declares some.
    #[must_use]
    pub fn no_subprotocol(mut self) -> Self {
        self.subprotocol = Subprotocol::None;
        self
    }

    /// Adds a header field to the response. The fields of the handshake itself cannot be set.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Adds header fields to the response.
    #[must_use]
    pub fn headers(mut self, headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Sets the options of the connection, in place of [`PendingConnection::default_options`].
    ///
    /// Limits of the default options and of the endpoint's terms still apply: the smallest limit holds.
    ///
    /// [`PendingConnection::default_options`]: crate::PendingConnection::default_options
    #[must_use]
    pub fn connection(mut self, options: ConnectionOptions) -> Self {
        self.connection = Some(options);
        self
    }
}
