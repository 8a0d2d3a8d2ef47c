//! Tests of the server at the byte level and with hyper's own client, on loopback.

#![cfg_attr(
    not(all(feature = "http2", feature = "tls", feature = "websocket")),
    allow(dead_code, unused_imports, reason = "parts of the support are for tests of a feature")
)]

mod byte_streams;
mod content_coding;
mod hooks;
mod http1;
#[cfg(all(feature = "http2", feature = "tls"))]
mod http2;
mod limits;
#[cfg(feature = "tls")]
mod peers;
mod served;
#[cfg(all(feature = "http2", feature = "tls", feature = "websocket"))]
mod silence;
#[cfg(feature = "websocket")]
mod sockets;
#[cfg(feature = "http2")]
mod subscriptions;
#[cfg(feature = "websocket")]
mod telemetry;
#[cfg(all(feature = "http2", feature = "websocket"))]
mod unread_streams;
#[cfg(feature = "websocket")]
mod websocket_broadcast;
#[cfg(all(feature = "tls", feature = "websocket"))]
mod websocket_carrier;
#[cfg(all(feature = "http2", feature = "websocket"))]
mod websocket_http2;
#[cfg(feature = "websocket")]
mod websocket_raw;
#[cfg(feature = "websocket")]
mod websocket_subscriptions;
