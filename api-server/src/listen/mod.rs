//! Listening: accepted connections, each served over HTTP/1.1 or HTTP/2.

mod accept;
mod addresses;
mod bind_error;
mod http;
mod into_listener;
mod spawn;
mod tcp;

pub use accept::{Listening, serve};
pub use into_listener::IntoListener;
pub use spawn::{Running, spawn};
pub use tcp::Listener;
