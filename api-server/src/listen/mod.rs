//! Listening: accepted connections, each served over HTTP/1.1 or HTTP/2.

mod accept;
mod addresses;
mod bind_error;
mod http;
mod spawn;
mod tcp;

pub use accept::{Listening, serve};
pub use spawn::{Running, spawn};
pub use tcp::Listener;
