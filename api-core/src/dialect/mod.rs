//! Dialects: the wire forms of a subscription, as encoders and decoders without input or output.
//!
//! Every dialect carries the same [`Frame`]s: a heartbeat, an event, the end. An encoder copies bodies that are JSON already. A decoder
//! takes bytes in any split and yields whole frames.

mod decoder;
mod elements;
mod encoder;
mod end;
mod error;
mod frame;
mod keep_alive;
mod lines;
mod ndjson;
mod sse;
mod stream;

pub use decoder::{DEFAULT_LINE_LIMIT, Decoder};
pub use encoder::Dialect;
pub use end::End;
pub use error::DialectError;
pub use frame::{Frame, Headers};
pub use keep_alive::KeepAlive;
pub use stream::{EncodedEvents, EventStream};

#[cfg(test)]
mod tests;
