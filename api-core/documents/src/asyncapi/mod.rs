//! AsyncAPI 3.0: subscriptions and WebSockets, with their messages.
//!
//! ```text
//! document   a checked document: channels and named types
//! gather     from descriptions to channels
//! write      from a document to JSON
//! ```
//!
//! The document describes the server: it sends the events of a subscription, and receives the messages of a client.
//! Messages are what a program sees. How they are framed on the wire is in the document of OpenAPI.

mod document;
mod gather;
mod write;

pub use self::document::Document;
