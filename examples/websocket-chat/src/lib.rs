//! Chat rooms with a web page as the client.
//!
//! ```text
//! api    the trait: the page, the chat endpoint and its messages
//! chat   its implementation: one task per member
//! rooms  the state of the rooms and the delivery of messages, without I/O
//! page   the web page as a response type
//! ```

mod api;
mod chat;
mod page;
mod rooms;

pub use api::{Chat, ChatApi, ChatError, Line, Name, Say, ServerMessage};
pub use page::Page;
pub use rooms::Rooms;
