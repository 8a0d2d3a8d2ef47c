//! A WebSocket echo server: with full control of the connection, and with typed messages.
//!
//! ```text
//! api      the trait: the endpoints and their messages
//! echo     its implementation
//! options  the command-line options
//! ```

mod api;
mod echo;
mod options;

pub use api::{Echo, EchoApi, EchoError, Say, ServerMessage};
pub use echo::Echoes;
pub use options::Options;
