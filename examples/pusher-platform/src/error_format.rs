//! The platform's error format for an API's errors and for the framework's own.

use api_core::error::{ErrorDocument, ErrorFormat, Problem, ProblemKind};
use http::{HeaderMap, StatusCode};

use crate::{PlatformError, error_types};

/// The error format `{"error": …, "error_description": …, "error_uri": …}`.
///
/// Problems that the framework detects get a type of the service named in the path: a malformed body of
/// `/services/chatkit/v6/…` results in `services/chatkit/bad_request/malformed_json`.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlatformErrors;

impl ErrorFormat for PlatformErrors {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        let mut description = document.description.as_deref().unwrap_or_default().to_owned();
        for violation in &document.violations {
            description.push_str("; ");
            description.push_str(&violation.to_string());
        }
        let mut error = PlatformError::new(document.kind.as_ref(), description);
        error.error_attributes.clone_from(&document.attributes);
        // Strings and JSON values always serialize.
        serde_json::to_vec(&error).unwrap_or_default()
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let error: PlatformError = serde_json::from_slice(body).ok()?;
        let mut document = ErrorDocument::new(status, error.error);
        // A description may be null. The error is still identified by its type.
        document.description = Some(error.error_description.unwrap_or_default().into());
        document.attributes = error.error_attributes;
        document.retry_after = api_core::error::retry_after(headers);
        Some(document)
    }

    fn problem(&self, problem: &Problem, path: &str) -> ErrorDocument {
        let service = path.split('/').filter(|segment| !segment.is_empty()).nth(1).unwrap_or("platform");
        let (status, kind) = match problem.kind() {
            // The authorizer rejected unknown paths of all services of Chatkit, and with one description.
            ProblemKind::NotFound if service.starts_with("chatkit") => {
                let document = ErrorDocument::new(problem.status(), error_types::UNKNOWN_REQUEST_PATH.to_owned());
                return document.described("Unsupported request path".to_owned());
            }
            ProblemKind::NotFound => (problem.status(), error_types::path_not_found(service)),
            ProblemKind::Internal => (problem.status(), error_types::INTERNAL.to_owned()),
            ProblemKind::MalformedBody => (problem.status(), error_types::malformed_json(service)),
            // A value of the wrong type is a bad request. A value that violates a constraint is unprocessable.
            ProblemKind::InvalidBody | ProblemKind::OutOfRange => {
                (problem.status(), format!("services/{service}/unprocessable_entity/validation_failed"))
            }
            ProblemKind::MistypedBody | ProblemKind::InvalidParameters | ProblemKind::InvalidCapture => {
                (StatusCode::BAD_REQUEST, format!("services/{service}/bad_request/validation_failed"))
            }
            _ => (problem.status(), format!("services/{service}/{}", problem.slug())),
        };
        let mut document = ErrorDocument::new(status, kind).described(problem.detail().to_owned());
        document.violations = problem.violations().to_vec();
        document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_have_a_type_of_the_service_in_the_path() {
        let document = PlatformErrors.problem(&Problem::not_found(), "/services/feeds/v2/id/nothing");
        assert_eq!(document.kind, "services/feeds/not_found/path_not_found");
        let body = PlatformErrors.encode(&document);
        let error: PlatformError = serde_json::from_slice(&body).unwrap();
        assert_eq!(error.error_uri, "https://docs.pusher.com/errors/services/feeds/not_found/path_not_found");
        assert!(error.error_description.is_some());
    }

    #[test]
    fn unknown_paths_of_chatkit_are_reported_by_its_authorizer() {
        for service in ["chatkit", "chatkit_cursors", "chatkit_authorizer"] {
            let document = PlatformErrors.problem(&Problem::not_found(), &format!("/services/{service}/v2/id/nothing"));
            assert_eq!(document.kind, error_types::UNKNOWN_REQUEST_PATH);
            assert_eq!(document.description.as_deref(), Some("Unsupported request path"));
        }
    }

    #[test]
    fn a_failure_of_any_service_has_one_type() {
        for path in ["/services/chatkit/v6/id/rooms", "/ws"] {
            let document = PlatformErrors.problem(&Problem::internal("the disk is full"), path);
            assert_eq!((document.status.as_u16(), document.kind.as_ref()), (500, "internal_server_error"));
            assert!(!document.description.unwrap().contains("disk"), "the cause is not revealed");
        }
    }

    #[test]
    fn a_body_of_another_format_is_not_a_platform_error() {
        assert!(PlatformErrors.decode(StatusCode::BAD_GATEWAY, &HeaderMap::new(), b"<html>").is_none());
    }
}
