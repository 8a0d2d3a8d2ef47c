//! WebSockets on the server: the opening request, the connection below, and the conversations on it.

mod asking;
mod conversations;

pub(crate) use self::asking::Asking;
pub(crate) use self::conversations::{Conversations, run_alone};
