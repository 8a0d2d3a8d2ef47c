//! Failures of the machinery: the wire, the codec, the caller; not what an API answered.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use crate::body::BoxError;

/// What broke. Ask the predicates; the text is for people and may change.
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
    /// A value cannot be written as a request or response.
    Encode,
    /// No connection, or it broke.
    Transport,
    /// It took too long.
    Timeout,
    /// The answer is not what the API declares.
    Decode,
    /// Credentials could not be had.
    Credentials,
    /// The caller used a thing that is closed.
    Closed,
    /// Anything else, by an implementation's own choice.
    Other,
}

impl Failure {
    /// A failure of a class with a sentence for people.
    pub fn new(kind: FailureKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), source: None }))
    }

    /// The same with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// A failure below HTTP; one that already is a `Failure` stays itself.
    pub fn transport(error: impl Into<BoxError>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(failure) => *failure,
            Err(error) => Self::new(FailureKind::Transport, "the connection failed").caused_by(error),
        }
    }

    /// The class.
    pub fn kind(&self) -> FailureKind {
        self.0.kind
    }

    /// Whether a value could not be written.
    pub fn is_encode(&self) -> bool {
        self.0.kind == FailureKind::Encode
    }

    /// Whether the connection failed.
    pub fn is_transport(&self) -> bool {
        self.0.kind == FailureKind::Transport
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == FailureKind::Timeout
    }

    /// Whether the answer was not what the API declares.
    pub fn is_decode(&self) -> bool {
        self.0.kind == FailureKind::Decode
    }

    /// Whether a closed thing was used.
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
