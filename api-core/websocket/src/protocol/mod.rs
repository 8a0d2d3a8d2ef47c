//! The WebSocket protocol without input and output: frames, messages, closing and time-outs (RFC 6455 §5 to §8).

mod assembler;
mod close;
mod codec;
mod data;
mod limit;
mod machine;
mod message;
mod phase;
mod sending;
#[cfg(test)]
mod tests;
mod ticking;
mod timers;

pub use self::close::{CloseCode, CloseError, CloseFrame};
#[cfg(feature = "json")]
pub use self::data::Json;
pub use self::data::WebSocketData;
pub use self::limit::SizeLimit;
pub use self::machine::Role;
pub use self::message::{DataMessage, Message, Utf8Bytes};

pub(crate) use self::machine::Machine;
pub(crate) use self::ticking::Tick;
