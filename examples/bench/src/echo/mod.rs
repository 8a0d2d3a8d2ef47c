//! The contestants that echo over a WebSocket: this framework in its two forms, and the codec crate under it, used by hand for the same work.

mod bare;
mod ours;

use std::io;

use clap::ValueEnum;
use tokio::net::TcpListener;

/// Who echoes, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Echo {
    /// The codec crate in a loop, messages as they come.
    BareText,
    /// A `#[websocket]` endpoint, messages as they come.
    Connection,
    /// The codec crate in a loop, messages read from JSON and written again.
    BareJson,
    /// A `#[duplex]` endpoint.
    Duplex,
}

impl Echo {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BareText => "codec crate by hand",
            Self::Connection => "`#[websocket]`",
            Self::BareJson => "codec crate and JSON by hand",
            Self::Duplex => "`#[duplex]`",
        }
    }

    /// What starts it as a process of its own.
    pub(crate) fn command(self) -> Vec<String> {
        let name = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        vec!["echo".to_owned(), name]
    }

    /// The path that echoes.
    pub(crate) fn path(self) -> &'static str {
        if self == Self::Duplex { "/typed" } else { "/echo" }
    }

    /// Serves until the process ends.
    pub(crate) async fn serve(self, listener: TcpListener) -> io::Result<()> {
        match self {
            Self::BareText => bare::serve(listener, false).await,
            Self::BareJson => bare::serve(listener, true).await,
            Self::Connection | Self::Duplex => ours::serve(listener).await,
        }
    }
}
