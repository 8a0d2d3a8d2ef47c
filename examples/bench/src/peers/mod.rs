//! The measured servers: the same API in each framework's usual style.

pub(crate) mod by_hand;
pub(crate) mod framework;
#[cfg(feature = "peers")]
pub(crate) mod with_axum;
#[cfg(feature = "peers")]
pub(crate) mod with_poem;

use std::io;

use clap::ValueEnum;
use tokio::net::TcpListener;

/// A measured server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    /// hyper with a hand-written `match`: the baseline.
    Hyper,
    /// This framework.
    Framework,
    /// axum.
    #[cfg(feature = "peers")]
    Axum,
    /// poem-openapi.
    #[cfg(feature = "peers")]
    PoemOpenapi,
}

impl Peer {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper by hand",
            Self::Framework => "this framework",
            #[cfg(feature = "peers")]
            Self::Axum => "axum",
            #[cfg(feature = "peers")]
            Self::PoemOpenapi => "poem-openapi",
        }
    }

    /// Returns the arguments that start it as a separate process.
    pub(crate) fn command(self) -> Vec<String> {
        let name = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        vec!["serve".to_owned(), name]
    }

    /// Serves until the process ends.
    pub(crate) async fn serve(self, listener: TcpListener) -> io::Result<()> {
        match self {
            Self::Hyper => by_hand::serve(listener).await,
            Self::Framework => framework::serve(listener).await,
            #[cfg(feature = "peers")]
            Self::Axum => with_axum::serve(listener).await,
            #[cfg(feature = "peers")]
            Self::PoemOpenapi => with_poem::serve(listener).await,
        }
    }
}
