//! OpenAPI 3.1, and 3.0 for tools that do not read it yet.
//!
//! ```text
//! document     a checked document: operations and named types
//! gather       from descriptions to operations, merged by path and method
//! parameters   path, query and header fields
//! forms        how values with several parts are written
//! bodies       request bodies
//! responses    successful responses and errors, by status
//! failures     the errors of the framework that an endpoint can answer with
//! error_form   the wire format of errors, found by encoding some
//! error_bodies the bodies of errors as named types
//! events       subscriptions as they are on the wire
//! sockets      WebSockets
//! write        from a document to JSON
//! ```

mod bodies;
mod callbacks;
mod document;
mod error_bodies;
mod error_form;
mod events;
mod failures;
mod forms;
mod gather;
mod parameters;
mod responses;
mod sockets;
mod structured;
mod write;

pub use self::document::{Document, UnknownVersion, Version};
