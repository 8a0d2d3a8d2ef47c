//! The WebSocket servers that send each message to all connections: this framework with and without prepared messages,
//! and the codec crate used by hand.

mod bare;
mod framework;

use std::io;

use clap::ValueEnum;
use tokio::net::TcpListener;

/// A server that sends each message that it receives to all of its connections. It compresses if a client offers that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Fan {
    /// The codec crate by hand; a message is encoded for each connection.
    Bare,
    /// A `#[websocket]` endpoint; a message is encoded for each connection.
    Each,
    /// A `#[websocket]` endpoint with prepared messages.
    Prepared,
}

impl Fan {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bare => "codec crate by hand",
            Self::Each => "`#[websocket]`, `send_text` for each",
            Self::Prepared => "`#[websocket]`, one `PreparedMessage`",
        }
    }

    /// Returns the arguments that start it as a separate process.
    pub(crate) fn command(self) -> Vec<String> {
        let name = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        vec!["fan".to_owned(), name]
    }

    /// Serves until the process ends.
    pub(crate) async fn serve(self, listener: TcpListener) -> io::Result<()> {
        match self {
            Self::Bare => bare::serve(listener).await,
            Self::Each => framework::serve(listener, false).await,
            Self::Prepared => framework::serve(listener, true).await,
        }
    }
}
