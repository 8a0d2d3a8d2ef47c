//! Connecting: TCP, with TLS for `https`, within a time limit.

use std::time::Duration;

use api_core::error::Failure;
use hyper_util::client::legacy::connect::HttpConnector;

use super::connect_limit::ConnectLimit;
use super::settings::{TransportSettings, Versions};

#[cfg(any(feature = "tls", feature = "ring"))]
pub(super) type Connector = ConnectLimit<hyper_rustls::HttpsConnector<HttpConnector>>;
#[cfg(not(any(feature = "tls", feature = "ring")))]
pub(super) type Connector = ConnectLimit<HttpConnector>;

/// The connection of a [`Connector`].
#[cfg(all(feature = "http2", feature = "websocket"))]
pub(super) type Connected = <Connector as tower_service::Service<http::Uri>>::Response;

/// A source of connectors with one configuration.
pub(super) struct Connectors {
    limit: Duration,
    #[cfg(any(feature = "tls", feature = "ring"))]
    tls: rustls::ClientConfig,
}

impl Connectors {
    /// Reads the settings.
    ///
    /// # Errors
    /// Returns an error if the trusted certificates cannot be read.
    #[cfg_attr(
        not(any(feature = "tls", feature = "ring")),
        expect(clippy::unnecessary_wraps, reason = "with TLS there is something to read")
    )]
    pub(super) fn new(settings: &TransportSettings) -> Result<Self, Failure> {
        Ok(Self {
            limit: settings.connect_within,
            #[cfg(any(feature = "tls", feature = "ring"))]
            tls: settings.tls.config()?,
        })
    }

    /// Returns a connector for these versions of HTTP.
    pub(super) fn of(&self, versions: Versions) -> Connector {
        ConnectLimit::new(self.secured(tcp(), versions), self.limit)
    }

    #[cfg(any(feature = "tls", feature = "ring"))]
    fn secured(&self, mut tcp: HttpConnector, versions: Versions) -> hyper_rustls::HttpsConnector<HttpConnector> {
        // The TLS connector checks the scheme.
        tcp.enforce_http(false);
        let tls = hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(self.tls.clone()).https_or_http();
        match versions {
            #[cfg(feature = "http2")]
            Versions::Both => tls.enable_all_versions().wrap_connector(tcp),
            #[cfg(feature = "http2")]
            Versions::Http2 => tls.enable_http2().wrap_connector(tcp),
            Versions::Http1 => tls.enable_http1().wrap_connector(tcp),
        }
    }

    /// Returns the TCP connector, which refuses `https`.
    #[cfg(not(any(feature = "tls", feature = "ring")))]
    #[expect(clippy::unused_self, reason = "with TLS the configuration is used")]
    fn secured(&self, tcp: HttpConnector, _: Versions) -> HttpConnector {
        tcp
    }
}

fn tcp() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    // With Nagle's algorithm small HTTP/2 frames wait about 40 ms for an acknowledgement.
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(Duration::from_mins(1)));
    tcp
}
