//! The failures of connections.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use api_core::BoxError;
use api_core::error::{Failure, FailureKind};

/// The error of an attempt to connect. All callers that waited for the connection share it.
#[derive(Clone)]
pub(super) struct OpenError(Arc<BoxError>);

impl OpenError {
    pub(super) fn new(error: impl Into<BoxError>) -> Self {
        Self(Arc::new(error.into()))
    }

    /// Returns the failure of one caller.
    pub(super) fn failure(self, authority: &str) -> Failure {
        let (kind, message) = if is_timeout(&**self.0) {
            (FailureKind::Timeout, format!("no connection to `{authority}` in time"))
        } else {
            (FailureKind::Transport, format!("no connection to `{authority}`"))
        };
        Failure::new(kind, message).caused_by(self)
    }
}

impl fmt::Debug for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Returns the failure of a request on an open connection.
pub(super) fn lost(error: hyper::Error, authority: &str) -> Failure {
    let kind = if is_timeout(&error) { FailureKind::Timeout } else { FailureKind::Transport };
    Failure::new(kind, format!("the connection to `{authority}` failed")).caused_by(error)
}

/// Returns whether an error is a time-out, or was caused by one.
pub(in crate::transport) fn is_timeout(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (**error).source())
        .any(|error| error.downcast_ref::<Failure>().is_some_and(Failure::is_timeout))
}
