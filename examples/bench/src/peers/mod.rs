//! The contestants: the same API, each in the way its users write it.

pub(crate) mod by_hand;
pub(crate) mod ours;
#[cfg(feature = "peers")]
pub(crate) mod with_axum;
#[cfg(feature = "peers")]
pub(crate) mod with_poem;

use std::io;

use clap::ValueEnum;
use tokio::net::TcpListener;

/// Who serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    /// hyper with a `match` written by hand: what the others are compared with.
    Hyper,
    /// This framework.
    Ours,
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
            Self::Ours => "this framework",
            #[cfg(feature = "peers")]
            Self::Axum => "axum",
            #[cfg(feature = "peers")]
            Self::PoemOpenapi => "poem-openapi",
        }
    }

    /// What starts it as a process of its own.
    pub(crate) fn command(self) -> Vec<String> {
        let name = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        vec!["serve".to_owned(), name]
    }

    /// Serves until the process ends.
    pub(crate) async fn serve(self, listener: TcpListener) -> io::Result<()> {
        match self {
            Self::Hyper => by_hand::serve(listener).await,
            Self::Ours => ours::serve(listener).await,
            #[cfg(feature = "peers")]
            Self::Axum => with_axum::serve(listener).await,
            #[cfg(feature = "peers")]
            Self::PoemOpenapi => with_poem::serve(listener).await,
        }
    }
}
