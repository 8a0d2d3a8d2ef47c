//! Tests of clients with in-process services, and with servers on loopback.

#![cfg_attr(
    not(all(feature = "http2", feature = "tls", feature = "websocket")),
    allow(dead_code, unused_imports, reason = "parts of the support module are for tests of one feature")
)]

#[cfg(feature = "compression")]
mod compression;
mod content_coding;
mod credentials;
mod in_process;
mod limits;
mod network;
mod pool;
mod read;
mod redirect;
mod resume;
mod retry;
mod support;
#[cfg(all(feature = "http2", any(feature = "tls", feature = "ring"), feature = "websocket"))]
mod tls;
#[cfg(all(feature = "http2", feature = "websocket"))]
mod websocket;
#[cfg(all(any(feature = "tls", feature = "ring"), feature = "websocket"))]
mod websocket_rows;
