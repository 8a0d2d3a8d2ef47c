//! The shared WebSocket of a host: many subscriptions over one connection (`PROTOCOL.md` §5.2).
//!
//! It is another wire format of the same subscriptions. A subscription opened here is sent as a `SUBSCRIBE` request
//! through the routes that serve plain requests. Only its events travel as messages of the socket.
//!
//! ```text
//! ClientMessage, ServerMessage   the messages of both directions            client_message, server_message, ending
//! OpenSubscriptions              reactions to a client's messages: no I/O   open_subscriptions
//! request, answer, relayed       a request, its response, its events        request, answer, relayed
//! Relay, StreamsById             one subscription, and all of a socket      relay, streams_by_id
//! SharedSocket                   the handler: one task per socket           api, socket, conversation
//! ```
//!
//! For one id the server sends `101`, then any number of `102`, then `199`; or only `199`. After `199` the id is no
//! longer in use.

mod answer;
mod api;
mod client_message;
mod code;
mod conversation;
mod elements;
mod ending;
mod open_subscriptions;
mod relay;
mod relayed;
mod request;
mod server_message;
mod socket;
mod streams_by_id;

pub use api::*;
pub use client_message::{ClientMessage, Malformed, Subscribe};
pub use ending::Ending;
pub use open_subscriptions::{MAX_SUBSCRIPTIONS, OpenSubscriptions, Reaction};
pub use server_message::{ServerMessage, UnreadableMessage};
pub use socket::SharedSocket;
