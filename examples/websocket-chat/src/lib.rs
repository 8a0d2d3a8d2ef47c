//! Rooms to chat in, from a page in a browser.
//!
//! ```text
//! api    the trait: one page, one conversation, and what travels
//! chat   its implementation: a task for each member
//! rooms  who is where, and who is told what: no input or output
//! page   the page as an answer
//! ```

mod api;
mod chat;
mod page;
mod rooms;

pub use api::{Chat, ChatApi, ChatError, Line, Name, Say, Told};
pub use page::Page;
pub use rooms::Rooms;
