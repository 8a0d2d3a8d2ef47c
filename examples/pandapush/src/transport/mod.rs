//! Bayeux over HTTP: the mount `/push` and everything below it.
//!
//! ```text
//! api        the traits: messages by POST and by script, a WebSocket, a stream of events
//! reply      the answers and their header fields
//! error      `Bad request`, as plain text
//! polling    POST and JSONP: a request that is answered when there is something to say
//! socket     a WebSocket
//! stream     server-sent events
//! preflight  what a browser asks before a page of another origin posts
//! routes     all of them at one path
//! ```

mod api;
mod error;
mod polling;
mod preflight;
mod reply;
mod routes;
mod socket;
mod stream;

pub use api::{Push, PushApi, PushSocket, PushSocketApi, PushStream, PushStreamApi};
pub use error::{PlainText, PushError};
pub use reply::{Replies, Script};
pub use routes::routes;
