//! Laws of the code that reads a peer's bytes: it does not panic, it keeps its limits, and its result does not depend
//! on how the bytes are split into reads.
//!
//! Each function accepts any bytes, and panics if its law does not hold for them. `api-core/fuzz` has a fuzz target for
//! each. `api-core/tests/it/fuzz_corpus.rs` runs their corpus as ordinary tests.
//!
//! | law | first bytes | remaining bytes |
//! |---|---|---|
//! | [`negotiation()`] | settings of both ends | lines of `Sec-WebSocket-Extensions` and `Sec-WebSocket-Protocol` |
//! | [`close_body()`] | | the body of a close frame |
//! | [`frames()`] | the role, its options, and the splits | bytes from the transport |
//! | [`dialects()`] | the line limit and the splits | a stream of events |
//! | [`handshake()`] | method, version and protocol | lines of header fields |
//!
//! ```
//! use api_testing::untrusted_input;
//!
//! untrusted_input::close_body(b"\x03\xe8bye");
//! // The first two bytes select the line limit and where the stream is split.
//! untrusted_input::dialects(b"\0\x07[1,\"7\",{},\"hello\"]\n");
//! ```

mod dialects;

pub use api_websocket::untrusted_input::{close_body, frames, handshake, negotiation};
pub use dialects::dialects;

use api_websocket::untrusted_input::{choices, cuts};
