//! A WebSocket (RFC 6455): the opening, its extensions, and the hand-over of a connection.

mod conversation;
mod deflate;
mod extension;
mod handshake;
mod upgrade;
mod wire;

pub use conversation::Conversation;
pub use deflate::{
    Agreed, DeflateRefused, NAME as PERMESSAGE_DEFLATE, PermessageDeflate, WindowBits, WindowError, accept, negotiate,
    offer,
};
pub use extension::{Extension, ListError, MAX_EXTENSIONS, MAX_PARAMETERS, MAX_PROTOCOLS, extensions, protocols};
pub use handshake::{Asked, ClientKey, HandshakeProblem, accept_key, asked, verify_http1};
pub use upgrade::{Continuation, Opened, Opening, Prepared, PreparedWire, Upgrade};
pub use wire::{Task, Wire};
