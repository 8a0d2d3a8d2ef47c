//! The error of a raw request: an error response of the service, or a failure.

use std::fmt;

use api_core::description::ErrorCase;
use api_core::error::{Answer, ErrorDocument, ErrorFormat, FailureKind, retry_after};
use api_core::{ApiError, Failure};
use http::{HeaderMap, StatusCode};

use crate::{PlatformError, PlatformErrors};

/// An error response of any service, or a failure. A response whose body does not have the platform's error format is a
/// failure: it comes from an intermediary, for example a proxy.
#[derive(Debug)]
pub enum ServiceError {
    /// The service answered with an error.
    Answered(Box<ErrorResponse>),
    /// The connection, the protocol, the codec or the caller failed.
    Failed(Failure),
}

/// An error response of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorResponse {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body.
    pub error: PlatformError,
}

impl ApiError for ServiceError {
    const CASES: &'static [ErrorCase] = &[];
    const FORMAT: &'static dyn ErrorFormat = &PlatformErrors;

    fn from_answer(answer: Answer) -> Self {
        match serde_json::from_slice(answer.body()) {
            Ok(error) => {
                let (status, headers) = (answer.status(), answer.headers().clone());
                Self::Answered(Box::new(ErrorResponse { status, headers, error }))
            }
            Err(error) => {
                let message = format!("not an error of the platform: {answer}");
                Self::Failed(Failure::new(FailureKind::Decode, message).caused_by(error))
            }
        }
    }

    fn from_failure(failure: Failure) -> Self {
        Self::Failed(failure)
    }

    fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Answered(_) => None,
            Self::Failed(failure) => Some(failure),
        }
    }

    fn document(&self) -> ErrorDocument {
        match self {
            Self::Answered(response) => {
                let mut document = ErrorDocument::new(response.status, response.error.error.clone());
                document.description = response.error.error_description.clone().map(Into::into);
                document.attributes.clone_from(&response.error.error_attributes);
                document.retry_after = retry_after(&response.headers);
                document
            }
            Self::Failed(_) => ErrorDocument::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

impl From<Failure> for ServiceError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(response) => write!(formatter, "{} {}", response.status.as_u16(), response.error),
            Self::Failed(failure) => failure.fmt(formatter),
        }
    }
}

impl std::error::Error for ServiceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Answered(_) => None,
            Self::Failed(failure) => failure.source(),
        }
    }
}
