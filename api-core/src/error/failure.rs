//! Failures: errors of transport, codec or caller, as opposed to error responses of an API.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use crate::body::BoxError;

/// An error of transport, codec or caller.
///
/// The predicates and [`Failure::kind`] distinguish failures. The message may change between versions.
///
/// ```
/// use api_core::error::{Failure, FailureKind};
///
/// let failure = Failure::new(FailureKind::Timeout, "no response within 5 s");
/// assert!(failure.is_timeout() && !failure.is_transport());
/// assert_eq!(failure.to_string(), "no response within 5 s");
/// ```
#[derive(Debug)]
pub struct Failure(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: FailureKind,
    message: Cow<'static, str>,
    source: Option<BoxError>,
}

/// The classes of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// A value cannot be encoded in a request or response.
    Encode,
    /// A connection could not be opened, or was lost.
    Transport,
    /// A time limit has passed.
    Timeout,
    /// A response does not match the description of the API.
    Decode,
    /// Credentials could not be obtained.
    Credentials,
    /// The caller used something that is closed.
    Closed,
    /// Any other failure of an implementation.
    Other,
}

impl Failure {
    /// Creates a failure with a human-readable message.
    pub fn new(kind: FailureKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), source: None }))
    }

    /// Sets the cause, which is the error's `source`.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Creates a failure of the transport from its cause. Returns the cause itself if it is a `Failure`.
    pub fn transport(error: impl Into<BoxError>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(failure) => *failure,
            Err(error) => Self::new(FailureKind::Transport, "the connection failed").caused_by(error),
        }
    }

    /// Returns the class.
    pub fn kind(&self) -> FailureKind {
        self.0.kind
    }

    /// Returns whether a value could not be encoded.
    pub fn is_encode(&self) -> bool {
        self.0.kind == FailureKind::Encode
    }

    /// Returns whether the connection failed.
    pub fn is_transport(&self) -> bool {
        self.0.kind == FailureKind::Transport
    }

    /// Returns whether a time limit has passed.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == FailureKind::Timeout
    }

    /// Returns whether a response did not match the description of the API.
    pub fn is_decode(&self) -> bool {
        self.0.kind == FailureKind::Decode
    }

    /// Returns whether the caller used something that is closed.
    pub fn is_closed(&self) -> bool {
        self.0.kind == FailureKind::Closed
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
