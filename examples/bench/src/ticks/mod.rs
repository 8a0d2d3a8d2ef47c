//! Servers of one topic, to measure subscribers and deliveries: `GET /ticks` is a stream of server-sent events, and
//! `POST /ticks/{count}` publishes events, each after the earlier one was delivered.

mod by_hand;
mod framework;
mod publishing;
#[cfg(feature = "peers")]
mod with_actix;
#[cfg(feature = "peers")]
mod with_axum;
#[cfg(feature = "peers")]
mod with_ntex;

use std::future::Future;
use std::io;
use std::pin::Pin;

use clap::ValueEnum;
use tokio::net::TcpListener;

/// A server of the topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ticker {
    /// hyper, with a channel of tokio: each event is encoded once.
    Hyper,
    /// This framework, with its topic.
    Framework,
    /// axum, with a channel of tokio.
    #[cfg(feature = "peers")]
    Axum,
    /// actix-web, with a channel of tokio.
    #[cfg(feature = "peers")]
    ActixWeb,
    /// ntex, with a channel of tokio.
    #[cfg(feature = "peers")]
    Ntex,
}

impl Ticker {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper by hand",
            Self::Framework => "this framework",
            #[cfg(feature = "peers")]
            Self::Axum => "axum",
            #[cfg(feature = "peers")]
            Self::ActixWeb => "actix-web",
            #[cfg(feature = "peers")]
            Self::Ntex => "ntex",
        }
    }

    /// Returns the arguments that start it as a separate process.
    pub(crate) fn command(self) -> Vec<String> {
        let name = self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        vec!["ticks".to_owned(), name]
    }

    /// Serves until the process ends.
    pub(crate) fn serve(self, listener: TcpListener) -> Pin<Box<dyn Future<Output = io::Result<()>>>> {
        match self {
            Self::Hyper => Box::pin(by_hand::serve(listener)),
            Self::Framework => Box::pin(framework::serve(listener)),
            #[cfg(feature = "peers")]
            Self::Axum => Box::pin(with_axum::serve(listener)),
            #[cfg(feature = "peers")]
            Self::ActixWeb => Box::pin(with_actix::serve(listener)),
            #[cfg(feature = "peers")]
            Self::Ntex => Box::pin(with_ntex::serve(listener)),
        }
    }
}
