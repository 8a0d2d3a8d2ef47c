//! The WebSocket protocol without input and output: frames, messages, closing and time-outs (RFC 6455 §5 to §8).

mod assembler;
mod codec;
mod machine;
mod phase;
mod prepared;
mod sending;
#[cfg(test)]
mod tests;
mod ticking;
mod timers;
mod whole;

pub(crate) use self::machine::Machine;
pub use self::prepared::PreparedMessage;
pub(crate) use self::ticking::Tick;
