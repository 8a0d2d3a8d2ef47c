//! Says back what it hears over a WebSocket: with the connection in one's own hands, and with typed messages.
//!
//! ```text
//! api      the trait: what can be opened, and what travels
//! echo     its implementation
//! options  what the program is started with
//! ```

mod api;
mod echo;
mod options;

pub use api::{Echo, EchoApi, EchoError, Heard, Say};
pub use echo::Echoes;
pub use options::Options;
