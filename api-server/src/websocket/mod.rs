//! Carrying a WebSocket: a request that asks for one, the connection under it, and what runs over that.

mod asking;
mod conversations;

pub(crate) use self::asking::Asking;
pub(crate) use self::conversations::{Conversations, run_alone};
pub use api_websocket::wire::TokioWire;
