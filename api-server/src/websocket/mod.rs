//! WebSockets on the server: the opening request, the connection below, and the conversations on it.

mod conversations;
mod upgrade;
#[cfg(feature = "http2")]
mod write_limit;
#[cfg(not(feature = "http2"))]
#[path = "without_streams.rs"]
mod write_limit;

pub(crate) use self::conversations::{Conversations, run_alone};
pub(crate) use self::upgrade::UpgradeKind;
