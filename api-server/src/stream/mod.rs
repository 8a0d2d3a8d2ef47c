//! The byte stream of one connection: TCP or TLS, the version of HTTP on it, the write deadline.

mod hyper_stream;
#[cfg(any(feature = "tls", feature = "ring"))]
mod tls;
#[cfg(not(any(feature = "tls", feature = "ring")))]
#[path = "without_tls.rs"]
mod tls;
mod transport;
mod version;
mod write_deadline;

pub(crate) use hyper_stream::{HyperStream, Stream};
#[cfg(not(any(feature = "tls", feature = "ring")))]
pub(crate) use tls::Tls;
#[cfg(any(feature = "tls", feature = "ring"))]
pub use tls::{Tls, TlsError};
pub(crate) use transport::Transport;
pub(crate) use version::{Rewound, Version, detect};
#[cfg(feature = "http2")]
pub(crate) use write_deadline::Congestion;
pub(crate) use write_deadline::WriteDeadline;
