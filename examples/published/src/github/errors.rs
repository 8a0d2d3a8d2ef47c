//! Errors, which have no kind: the status tells them apart, and each has a body of its own.

use api_core::call::HeaderFields;
use api_core::error::{Answer, Attributes, ByStatus, Failure};
use api_core::{ApiError, Model};
use http::StatusCode;
use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, ApiError)]
#[api_error(format = ByStatus)]
pub enum GitHubError {
    /// The content is at another address.
    #[error(status = 301)]
    MovedPermanently(Attributes<Option<BasicError>>, Moved),
    /// The credentials are missing or not valid.
    #[error(status = 401)]
    RequiresAuthentication(Attributes<BasicError>),
    /// The caller may not do that, or has no requests left.
    #[error(status = 403)]
    Forbidden(Attributes<BasicError>, RateLimit),
    /// There is no such resource, or the caller may not see it.
    #[error(status = 404)]
    NotFound(Attributes<BasicError>),
    /// The pull request cannot be merged.
    #[error(status = 405)]
    NotMergeable(Attributes<BasicError>),
    /// The resource has changed.
    #[error(status = 409)]
    Conflict(Attributes<BasicError>),
    /// The resource is gone.
    #[error(status = 410)]
    Gone(Attributes<BasicError>),
    /// A value is not valid.
    #[error(status = 422)]
    ValidationFailed(Attributes<ValidationError>),
    /// The service is not available.
    #[error(status = 503)]
    Unavailable(Attributes<Unavailable>),
    /// Another error of the caller.
    #[error(status = 400, kind = "status_4xx")]
    Refused(StatusCode, Attributes<Option<BasicError>>),
    /// An error that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// The body of most errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct BasicError {
    /// What is wrong.
    pub message: String,
    /// The page that explains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation_url: Option<String>,
}

/// The body of an error of validation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ValidationError {
    /// What is wrong.
    pub message: String,
    /// The page that explains it.
    pub documentation_url: String,
    /// The values that are not valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<InvalidField>>,
}

/// A value that is not valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct InvalidField {
    /// The resource that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong with it.
    pub code: String,
}

/// The body of a 503.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Unavailable {
    /// The code of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// Where a resource is.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct Moved {
    /// The address.
    pub location: String,
}

/// The state of the rate limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
pub struct RateLimit {
    /// The number of requests in an hour.
    #[header("x-ratelimit-limit")]
    pub limit: Option<u32>,
    /// Those that are left.
    #[header("x-ratelimit-remaining")]
    pub remaining: Option<u32>,
    /// When the hour ends, in seconds since 1970.
    #[header("x-ratelimit-reset")]
    pub reset: Option<u64>,
}
