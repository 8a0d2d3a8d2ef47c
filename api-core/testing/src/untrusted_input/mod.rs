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
//! | [`paths()`] | the method and the treatment of slashes | a path |
//! | [`queries()`] | the endpoint | a query |
//! | [`fields()`] | the method | lines of header fields |
//! | [`typed_fields()`] | | lines of header fields |
//! | [`accept()`] | | a value of `Accept` |
//! | [`json_bodies()`], [`form_bodies()`] | | a request body |
//! | [`documents()`] | XML or YAML | a document |
//! | [`content_codings()`] | the coding | an encoded request body |
//! | [`answers()`] | the endpoint and the status | a response body |
//! | [`error_documents()`] | the status | the body of an error response |
//!
//! ```
//! use api_testing::untrusted_input;
//!
//! untrusted_input::close_body(b"\x03\xe8bye");
//! // The first two bytes select the line limit and where the stream is split.
//! untrusted_input::dialects(b"\0\x07[1,\"7\",{},\"hello\"]\n");
//! ```

mod dialects;
mod documents;
mod requests;
mod responses;
mod typed_fields;

pub use api_websocket::untrusted_input::{close_body, frames, handshake, negotiation};
pub use dialects::dialects;
pub use documents::documents;
pub use requests::{content_codings, fields, form_bodies, json_bodies, paths, queries};
pub use responses::{accept, answers, error_documents};
pub use typed_fields::typed_fields;

use api_websocket::untrusted_input::{choices, cuts};
