//! The shared websocket of one host: many subscriptions over one connection (reference pusher-platform §5.2).
//!
//! It is a dialect and nothing more. A subscription asked for here is a `SUBSCRIBE` request that goes through the very routes a plain
//! request goes through; only its events travel as messages of the socket.
//!
//! ```text
//! ClientMessage, ServerMessage   the messages, both directions of both        client_message, server_message, ending
//! OpenSubscriptions              what a client's message asks for: no I/O     open_subscriptions
//! opened, refused, relayed       a request, its answer, its events            request, answer, relayed
//! Relay, StreamsById             one subscription, and all of a socket        relay, streams_by_id
//! SharedSocket                   the handler: one task for each socket        api, socket, conversation
//! ```
//!
//! For one id the server says: `101`, then any number of `102`, then `199`; or `199` alone. After a `199` nothing is open under that id.

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

pub use api::{PlatformSocket, PlatformSocketApi, PlatformSocketError, platform_socket_calls};
pub use client_message::{ClientMessage, Malformed, Subscribe};
pub use ending::Ending;
pub use open_subscriptions::{OpenSubscriptions, Reaction};
pub use server_message::{ServerMessage, UnreadableMessage};
pub use socket::{MAX_SUBSCRIPTIONS, SharedSocket};
