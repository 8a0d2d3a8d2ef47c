//! The peer of a connection.

use std::net::SocketAddr;
use std::sync::Arc;

/// The remote end of the connection of a request: its address, and what it showed in the TLS handshake.
///
/// A listener of `api-server` passes it on with every request: [`Context::peer`](super::Context::peer) returns it, and
/// layers and mounted services find it in the extensions of the request. Behind a reverse proxy it is the proxy. It is
/// cheap to clone.
///
/// ```
/// use api_core::context::{Context, Peer, RoutingSettings};
///
/// let (mut head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
/// head.extensions.insert(Peer::new("192.0.2.7:50000".parse().unwrap()));
/// let context = Context::new(&head, RoutingSettings::default());
/// let peer = context.peer().unwrap();
/// assert_eq!(peer.address().ip().to_string(), "192.0.2.7");
/// assert!(!peer.is_secure());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer(Arc<Inner>);

#[derive(Debug, PartialEq, Eq)]
struct Inner {
    address: SocketAddr,
    tls: Option<TlsPeer>,
}

/// What a peer showed in the TLS handshake.
///
/// ```
/// use api_core::context::{Peer, TlsPeer};
///
/// let tls = TlsPeer::default().server_name(Some("acme.example".to_owned()));
/// let peer = Peer::with_tls("192.0.2.7:50000".parse().unwrap(), tls);
/// assert_eq!(peer.tls().unwrap().server_name.as_deref(), Some("acme.example"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TlsPeer {
    /// The host name that the client asked for (SNI, RFC 6066 §3), in lower case.
    pub server_name: Option<String>,
    /// The client's certificate chain, its own certificate first, each in DER. It is verified. Empty if the server asks
    /// for none.
    pub certificates: Vec<Vec<u8>>,
}

impl Peer {
    /// Creates the peer of a connection without TLS.
    pub fn new(address: SocketAddr) -> Self {
        Self(Arc::new(Inner { address, tls: None }))
    }

    /// Creates the peer of a connection with TLS.
    pub fn with_tls(address: SocketAddr, tls: TlsPeer) -> Self {
        Self(Arc::new(Inner { address, tls: Some(tls) }))
    }

    /// Returns the address of the remote end.
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Returns whether the connection uses TLS.
    pub fn is_secure(&self) -> bool {
        self.0.tls.is_some()
    }

    /// Returns what the peer showed in the TLS handshake. `None` without TLS.
    pub fn tls(&self) -> Option<&TlsPeer> {
        self.0.tls.as_ref()
    }
}

impl TlsPeer {
    /// Sets the host name that the client asked for.
    #[must_use]
    pub fn server_name(mut self, name: Option<String>) -> Self {
        self.server_name = name;
        self
    }

    /// Sets the client's certificate chain.
    #[must_use]
    pub fn certificates(mut self, chain: Vec<Vec<u8>>) -> Self {
        self.certificates = chain;
        self
    }
}
