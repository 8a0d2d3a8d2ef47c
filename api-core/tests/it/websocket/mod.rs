//! WebSockets of an API: what api-websocket cannot test alone, from routes and errors to transports of clients.
//!
//! The tests of the protocol are in websocket/tests. Their peer is used here too.

mod accepting;
mod errors;
#[allow(dead_code, reason = "the tests of api-websocket use the rest")]
#[path = "../../../websocket/tests/it/peer.rs"]
mod peer;
mod pressure;
mod running;
mod server;
