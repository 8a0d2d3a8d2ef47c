//! The byte stream of one connection: TCP or TLS, and the version of HTTP on it.

mod hyper_stream;
#[cfg(any(feature = "tls", feature = "ring"))]
mod tls;
#[cfg(not(any(feature = "tls", feature = "ring")))]
#[path = "without_tls.rs"]
mod tls;
mod transport;
mod version;

pub(crate) use hyper_stream::{HyperStream, Stream};
#[cfg(not(any(feature = "tls", feature = "ring")))]
pub(crate) use tls::Tls;
#[cfg(any(feature = "tls", feature = "ring"))]
pub use tls::{Tls, TlsError};
pub(crate) use transport::Transport;
pub(crate) use version::{Rewound, Version, detect};
