//! The settings of an HTTP transport.

use std::time::Duration;

#[cfg(any(feature = "tls", feature = "ring"))]
use super::tls::Tls;

/// The settings of an [`HttpTransport`](crate::HttpTransport).
///
/// ```
/// use std::time::Duration;
/// use api_client::{HttpTransport, TransportSettings};
///
/// # fn main() -> Result<(), api_core::Failure> {
/// let settings = TransportSettings::default().connect_within(Duration::from_secs(3)).http1_only();
/// let transport = HttpTransport::new(&settings)?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct TransportSettings {
    #[cfg(any(feature = "tls", feature = "ring"))]
    pub(super) tls: Tls,
    pub(super) versions: Versions,
    pub(super) connect_within: Duration,
    pub(super) largest_response: usize,
    pub(super) idle_connection: Duration,
    pub(super) idle_connections: usize,
}

/// The versions of HTTP that a transport uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Versions {
    #[cfg(feature = "http2")]
    Both,
    Http1,
    #[cfg(feature = "http2")]
    Http2,
}

impl TransportSettings {
    /// Sets how servers are verified. Default: with the platform's certificate authorities.
    #[cfg(any(feature = "tls", feature = "ring"))]
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Uses HTTP/2 only: by ALPN over TLS, with prior knowledge over plain TCP.
    ///
    /// All requests to one origin then share one connection from the start, as they do once ALPN has agreed on HTTP/2.
    /// Beyond the number of streams that the server allows (200 with `api-server`) a request waits for the end of
    /// another one, which may be a subscription. Each WebSocket has a separate connection.
    #[cfg(feature = "http2")]
    #[must_use]
    pub fn http2_only(mut self) -> Self {
        self.versions = Versions::Http2;
        self
    }

    /// Uses HTTP/1.1 only.
    #[must_use]
    pub fn http1_only(mut self) -> Self {
        self.versions = Versions::Http1;
        self
    }

    /// Sets the time limit for connecting, including TLS. Default: 10 s.
    #[must_use]
    pub fn connect_within(mut self, limit: Duration) -> Self {
        self.connect_within = limit;
        self
    }

    /// Sets the maximum size of a response in bytes. Streams of events and bytes are not
    /// limited. Default: 16 MiB.
    #[must_use]
    pub fn largest_response(mut self, bytes: usize) -> Self {
        self.largest_response = bytes;
        self
    }

    /// Sets the time after which an unused connection is closed. Default: 90 s.
    #[must_use]
    pub fn idle_connection(mut self, limit: Duration) -> Self {
        self.idle_connection = limit;
        self
    }

    /// Sets the maximum number of unused connections to one origin. 0 closes each connection after its response, unless
    /// its requests share it. Default: 64.
    #[must_use]
    pub fn idle_connections(mut self, most: usize) -> Self {
        self.idle_connections = most;
        self
    }
}

impl Default for TransportSettings {
    fn default() -> Self {
        Self {
            #[cfg(any(feature = "tls", feature = "ring"))]
            tls: Tls::platform(),
            #[cfg(feature = "http2")]
            versions: Versions::Both,
            #[cfg(not(feature = "http2"))]
            versions: Versions::Http1,
            connect_within: Duration::from_secs(10),
            largest_response: 16 << 20,
            idle_connection: Duration::from_secs(90),
            idle_connections: 64,
        }
    }
}
