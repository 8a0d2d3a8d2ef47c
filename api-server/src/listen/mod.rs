//! Sockets: accepting connections, TLS, HTTP/1.1 and HTTP/2.

mod accept;
mod http;
mod stream_executor;
mod tcp;
mod tls;
mod transport;
mod version;
mod write_deadline;

pub use accept::{Listening, serve};
pub(crate) use http::Carried;
pub use http::IncomingBody;
pub use tcp::Listener;
pub use tls::{Tls, TlsError};
