//! The connection pool, and the failures of its connections.

use std::error::Error;

use api_core::error::{Failure, FailureKind};
use api_core::{Body, BoxError};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::connector::Connector;
use super::settings::TransportSettings;
#[cfg(feature = "http2")]
use super::settings::Versions;

pub(super) type Pool = Client<Connector, Body>;

/// Creates an empty pool.
pub(super) fn pool(settings: &TransportSettings, connector: Connector) -> Pool {
    let mut builder = Client::builder(TokioExecutor::new());
    builder.timer(TokioTimer::new()).pool_timer(TokioTimer::new()).pool_idle_timeout(settings.idle_connection);
    #[cfg(feature = "http2")]
    builder.http2_only(settings.versions == Versions::Http2);
    builder.build(connector)
}

/// Converts an error of the pool.
pub(super) fn failure(error: hyper_util::client::legacy::Error, authority: &str) -> Failure {
    let (kind, message) = if is_timeout(&error) {
        (FailureKind::Timeout, format!("no connection to `{authority}` in time"))
    } else if error.is_connect() {
        (FailureKind::Transport, format!("no connection to `{authority}`"))
    } else {
        (FailureKind::Transport, format!("the connection to `{authority}` failed"))
    };
    Failure::new(kind, message).caused_by(Box::new(error) as BoxError)
}

/// Returns whether an error is a time-out, or was caused by one.
pub(super) fn is_timeout(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (**error).source())
        .any(|error| error.downcast_ref::<Failure>().is_some_and(Failure::is_timeout))
}
