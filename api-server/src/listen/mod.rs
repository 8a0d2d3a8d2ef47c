//! Sockets: accepting connections, TLS, HTTP/1.1 and HTTP/2.

mod accept;
mod http;
#[cfg(feature = "http2")]
mod stream_executor;
mod tcp;
#[cfg(any(feature = "tls", feature = "ring"))]
mod tls;
#[cfg(not(any(feature = "tls", feature = "ring")))]
#[path = "without_tls.rs"]
mod tls;
mod transport;
mod version;
mod write_deadline;

pub use accept::{Listening, serve};
#[cfg(feature = "websocket")]
pub(crate) use http::Carried;
pub use http::IncomingBody;
pub use tcp::Listener;
#[cfg(any(feature = "tls", feature = "ring"))]
pub use tls::{Tls, TlsError};
