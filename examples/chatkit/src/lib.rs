//! Chatkit as annotated traits: a client derived from them, and a backend that the published Pusher SDKs take for the real one.
//!
//! The traits are in [`api`]; what travels is in [`model`]; what is allowed is in [`domain`]; [`server`] joins the three. [`store`] keeps the
//! state beyond the process; [`console`] is a page to look at all of it.

pub mod api;
pub mod client;
pub mod command_line;
pub mod console;
pub mod domain;
pub mod model;
pub mod server;
pub mod store;
