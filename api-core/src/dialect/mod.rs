//! Dialects: the wire formats of subscriptions, as encoders and decoders without input or output.
//!
//! Every dialect carries the same [`Frame`]s: heartbeats, events and the end. An encoder copies bodies, which are JSON
//! already. A decoder takes bytes, split anywhere, and returns complete frames.

mod decoder;
mod driver;
mod elements;
mod encoder;
mod end;
mod error;
mod form;
mod frame;
mod keep_alive;
mod lines;
mod ndjson;
mod sequence;
mod sse;
mod stream;

pub use decoder::{DEFAULT_LINE_LIMIT, Decoder};
pub use driver::{EventDriver, EventLink, Interruption};
pub use encoder::Dialect;
pub use end::End;
pub use error::DialectError;
pub use form::{Ending, EventForm, EventNames};
pub use frame::{Frame, Headers};
pub use keep_alive::KeepAlive;
pub use stream::{EncodedEvents, EventStream};

#[cfg(test)]
mod tests;
