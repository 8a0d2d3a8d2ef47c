//! Laws of what reads bytes of strangers: whatever comes, nothing panics, nothing grows beyond its limits, and no cut makes a difference.
//!
//! Each function takes any bytes at all and panics if its law does not hold for them. `api-core/fuzz` makes a fuzz target of each, whose corpus
//! `tests/fuzz_corpus.rs` runs as ordinary tests.
//!
//! | law | first bytes | the rest |
//! |---|---|---|
//! | [`negotiation()`] | what server and client want | lines of `Sec-WebSocket-Extensions` and `-Protocol` |
//! | [`close_body()`] | | the body of a close frame |
//! | [`frames()`] | the end, its options, and the cuts | what the transport delivers |
//! | [`dialects()`] | the limit and the cuts | a stream of events |
//! | [`handshake()`] | method, version and protocol | lines of header fields |

mod dialects;

pub use api_websocket::foreign::{close_body, frames, handshake, negotiation};
pub use dialects::dialects;

use api_websocket::foreign::{choices, cuts};
