//! Messages, close frames, and the conversion of messages to values.

mod close;
mod data;
mod kinds;
mod limit;

pub use self::close::{CloseCode, CloseError, CloseFrame};
#[cfg(feature = "json")]
pub use self::data::Json;
pub use self::data::WebSocketData;
pub use self::kinds::{DataMessage, Message, Utf8Bytes};
pub use self::limit::SizeLimit;

pub(crate) use self::close::CloseFault;
