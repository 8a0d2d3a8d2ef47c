//! The WebSocket echo servers: this framework in both forms, the codec crate used by hand for the same work, and axum.

mod bare;
mod framework;
#[cfg(feature = "peers")]
mod with_axum;

pub(crate) use bare::open;

use std::io;

use clap::ValueEnum;
use tokio::net::TcpListener;

/// An echo server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Echo {
    /// The codec crate by hand; messages are echoed unchanged.
    BareText,
    /// A `#[websocket]` endpoint; messages are echoed unchanged.
    Connection,
    /// axum; messages are echoed unchanged.
    #[cfg(feature = "peers")]
    Axum,
    /// The codec crate by hand; messages are decoded from JSON and encoded again.
    BareJson,
    /// A `#[duplex]` endpoint; messages are decoded from JSON and encoded again.
    Duplex,
}

impl Echo {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BareText => "codec crate by hand",
            Self::Connection => "`#[websocket]`",
            #[cfg(feature = "peers")]
            Self::Axum => "axum",
            Self::BareJson => "codec crate and JSON by hand",
            Self::Duplex => "`#[duplex]`",
        }
    }

    /// Returns the arguments that start it as a separate process.
    pub(crate) fn command(self) -> Vec<String> {
        let name = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        vec!["echo".to_owned(), name]
    }

    /// Returns the path that echoes.
    pub(crate) fn path(self) -> &'static str {
        if self == Self::Duplex { "/typed" } else { "/echo" }
    }

    /// Serves until the process ends.
    pub(crate) async fn serve(self, listener: TcpListener) -> io::Result<()> {
        match self {
            Self::BareText => bare::serve(listener, false).await,
            Self::BareJson => bare::serve(listener, true).await,
            Self::Connection | Self::Duplex => framework::serve(listener).await,
            #[cfg(feature = "peers")]
            Self::Axum => with_axum::serve(listener).await,
        }
    }
}
