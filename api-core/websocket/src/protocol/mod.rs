//! The WebSocket protocol without input and output: frames, messages, closing and time-outs (RFC 6455 §5 to §8).

mod assembler;
mod codec;
mod encoded;
mod machine;
mod phase;
mod sending;
#[cfg(test)]
mod tests;
mod ticking;
mod timers;
mod whole;

pub use self::encoded::EncodedText;
pub(crate) use self::machine::Machine;
pub(crate) use self::ticking::Tick;
