//! Typed conversations over WebSockets, for `#[duplex]` and `#[websocket]` endpoints and their clients.
//!
//! ```text
//! Messages               typed messages of one direction                     messages, channel, prepared, typed
//! PendingConnectionExt   the endpoint and the errors of a pending connection  pending, answer, call
//! open                   the caller's side of an opening                     open, opening
//! event_lines            events of a subscription as messages                reply
//! ```

mod answer;
mod call;
mod channel;
mod messages;
mod open;
mod opening;
mod options;
mod pending;
mod prepared;
mod reply;
mod typed;

#[doc(hidden)]
pub use call::input;
pub use call::{DuplexCall, HandoverCall, IsNothing, IsPendingConnection};
pub use channel::MessageSender;
pub use messages::{IsMessages, Messages};
pub use open::{open, open_with};
pub use pending::PendingConnectionExt;
pub use prepared::Prepared;

pub(crate) use answer::final_frame;
pub(crate) use opening::write_opening;
pub(crate) use options::DefaultOptions;
pub(crate) use pending::{pending, terms};
pub(crate) use reply::event_lines;
pub(crate) use typed::{AsLines, Gate, converse, pump, pump_typed};
