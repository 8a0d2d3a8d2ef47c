//! Listening: accepted connections, each served over HTTP/1.1 or HTTP/2.

mod accept;
mod addresses;
mod bind_error;
mod http;
mod into_listener;
mod spawn;
#[cfg(feature = "http2")]
mod stream_executor;
mod tcp;

pub use accept::{Listening, serve};
pub use http::IncomingBody;
pub use into_listener::IntoListener;
pub use spawn::{Running, spawn};
pub use tcp::Listener;
