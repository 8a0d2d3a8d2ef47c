//! Chatkit as annotated traits: a client derived from them, and a backend that the published Pusher SDKs can use.
//!
//! [`api`] has the traits, [`model`] the objects on the wire and [`domain`] the rules. [`server`] implements the traits
//! with them. [`store`] persists the state, [`console`] is a web page for developers, and [`command_line`] is the
//! program.

pub mod api;
pub mod client;
pub mod command_line;
pub mod console;
pub mod domain;
pub mod model;
pub mod server;
pub mod store;
