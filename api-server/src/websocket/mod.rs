//! WebSockets on the server: the opening request, the connection below, and the conversations on it.

mod conversations;
mod upgrade;

pub(crate) use self::conversations::{Conversations, run_alone};
pub(crate) use self::upgrade::UpgradeKind;
