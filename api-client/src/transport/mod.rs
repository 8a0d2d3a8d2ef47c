//! Transports: HTTP over pooled connections.

mod connect_limit;
mod connector;
mod http;
mod pool;
mod pooled;
mod received_body;
mod settings;
#[cfg(any(feature = "tls", feature = "ring"))]
mod tls;
#[cfg(feature = "websocket")]
mod websocket;

pub use self::http::HttpTransport;
pub use self::pooled::PooledTransport;
pub(crate) use self::received_body::ReceivedBody;
pub use self::settings::TransportSettings;
#[cfg(any(feature = "tls", feature = "ring"))]
pub use self::tls::Tls;
