//! WebSockets of an API: routes, errors, conversations and transports, which api-websocket cannot test alone.
//!
//! The protocol is tested in api-core/websocket/tests. The peer of those tests is used here too.

mod accepting;
mod errors;
#[allow(dead_code, reason = "the tests of api-websocket use the rest")]
#[path = "../../../websocket/tests/it/peer.rs"]
mod peer;
mod pressure;
mod running;
mod server;
