//! WebSockets (RFC 6455): the opening, the connection, and typed conversations over it, without input or output.
//!
//! ```text
//! Upgrade, Opened     whoever carries HTTP hands over a Wire                 upgrade, wire, pipe
//! PendingConnection   the handler decides                                    pending, slot, answer, conversation
//! Machine             frames, messages, closing, time-outs: no I/O           machine
//! Connection          receives and sends over a Wire                         connection, sender, receiver, shared
//! Messages            typed messages of one direction                        messages, channel, typed
//! ```

mod answer;
mod call;
mod channel;
mod close;
mod connection;
mod conversation;
mod data;
mod deflate;
mod dial;
mod error;
mod extension;
mod handle;
mod handshake;
mod handshake_error;
mod limit;
mod machine;
mod message;
mod messages;
mod open;
mod options;
mod pending;
mod pipe;
mod receiver;
mod relay;
mod reply;
mod sender;
mod shared;
mod slot;
mod typed;
mod upgrade;
mod wakers;
mod wire;

#[doc(hidden)]
pub use call::input;
pub use call::{DuplexCall, HandoverCall, IsNothing};
pub use channel::MessageSender;
pub use close::{CloseCode, CloseError, CloseFrame, MAX_REASON};
pub use connection::Connection;
pub use conversation::Conversation;
pub use data::{Json, WebSocketData};
pub use deflate::{
    Agreed, DeflateRefused, NAME as PERMESSAGE_DEFLATE, PermessageDeflate, WindowBits, WindowError, accept, negotiate,
    offer,
};
pub use dial::{OpenOptions, dial};
pub use error::ConnectionError;
pub use extension::{Extension, ListError, MAX_EXTENSIONS, MAX_PARAMETERS, MAX_PROTOCOLS, extensions, protocols};
pub use handshake::{Asked, ClientKey, HandshakeProblem, accept_key, asked, verify_http1};
pub use handshake_error::{HandshakeError, Rejected};
pub use limit::SizeLimit;
pub use machine::Role;
pub use message::{DataMessage, Message, Utf8Bytes};
pub use messages::{IsMessages, Messages};
pub use open::{open, open_with};
pub use options::{ConnectionOptions, OnPong, PingPolicy, Utf8Mode};
pub use pending::{AcceptOptions, IsPendingConnection, PendingConnection};
pub use pipe::Pipe;
pub use receiver::Receiver;
pub use sender::{Pings, Sender};
pub use upgrade::{Continuation, Opened, Opening, Prepared, PreparedWire, Upgrade};
pub use wire::{Task, Wire};

pub(crate) use answer::{Rest, first_answer};
pub(crate) use dial::{Dialled, send as send_opening};
#[cfg(feature = "laws")]
pub(crate) use machine::Machine;
pub(crate) use reply::event_lines;
pub(crate) use slot::{Decision, Slot};
pub(crate) use typed::{AsLines, Gate, converse, pump, pump_typed};
