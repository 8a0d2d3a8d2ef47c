//! The measured servers: the same API in each framework's usual style.

pub(crate) mod by_hand;
pub(crate) mod framework;
#[cfg(feature = "peers")]
pub(crate) mod with_actix;
#[cfg(feature = "peers")]
pub(crate) mod with_axum;
#[cfg(feature = "peers")]
pub(crate) mod with_dropshot;
#[cfg(feature = "peers")]
pub(crate) mod with_ntex;
#[cfg(feature = "peers")]
pub(crate) mod with_poem;

use std::future::Future;
use std::io;
use std::pin::Pin;

use clap::ValueEnum;
use tokio::net::TcpListener;

use crate::version::Version;

/// A server that runs.
pub(crate) type Serving = Pin<Box<dyn Future<Output = io::Result<()>>>>;

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
    /// actix-web.
    #[cfg(feature = "peers")]
    ActixWeb,
    /// poem-openapi.
    #[cfg(feature = "peers")]
    PoemOpenapi,
    /// dropshot.
    #[cfg(feature = "peers")]
    Dropshot,
    /// ntex.
    #[cfg(feature = "peers")]
    Ntex,
}

/// Returns the name of a value on the command line.
fn name(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

impl Peer {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper by hand",
            Self::Framework => "this framework",
            #[cfg(feature = "peers")]
            Self::Axum => "axum",
            #[cfg(feature = "peers")]
            Self::ActixWeb => "actix-web",
            #[cfg(feature = "peers")]
            Self::PoemOpenapi => "poem-openapi",
            #[cfg(feature = "peers")]
            Self::Dropshot => "dropshot",
            #[cfg(feature = "peers")]
            Self::Ntex => "ntex",
        }
    }

    /// Returns whether the server speaks HTTP/2 with TLS only.
    pub(crate) fn needs_tls_for_http2(self) -> bool {
        match self {
            #[cfg(feature = "peers")]
            Self::Ntex => true,
            _ => false,
        }
    }

    /// Returns the arguments that start it as a separate process with a number of threads.
    pub(crate) fn command(self, version: Version, threads: usize) -> Vec<String> {
        let mut arguments = vec!["serve".to_owned(), name(&self), name(&version)];
        arguments.extend(["--threads".to_owned(), threads.to_string()]);
        arguments
    }

    /// Serves until the process ends. All but hyper by hand and actix-web detect the version of HTTP. The server accepts
    /// connections as soon as this function returns.
    pub(crate) fn serve(self, listener: TcpListener, version: Version) -> Serving {
        match self {
            Self::Hyper => match version {
                Version::Http1 => Box::pin(by_hand::http1::serve(listener)),
                Version::Http2 => Box::pin(by_hand::http2::serve(listener)),
            },
            Self::Framework => Box::pin(framework::serve(listener)),
            #[cfg(feature = "peers")]
            Self::Axum => Box::pin(with_axum::serve(listener)),
            #[cfg(feature = "peers")]
            Self::ActixWeb => match version {
                Version::Http1 => Box::pin(with_actix::serve(listener)),
                Version::Http2 => Box::pin(with_actix::serve_http2(listener)),
            },
            #[cfg(feature = "peers")]
            Self::PoemOpenapi => Box::pin(with_poem::serve(listener)),
            #[cfg(feature = "peers")]
            Self::Dropshot => Box::pin(with_dropshot::serve(listener)),
            #[cfg(feature = "peers")]
            Self::Ntex => Box::pin(with_ntex::serve(listener)),
        }
    }
}
