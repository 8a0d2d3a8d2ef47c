//! The format of errors that have no kind: their status tells them apart, and their body is their own.

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::description::ErrorCase;

use super::document::{ErrorDocument, ErrorFormat};

/// The format of errors that only their status distinguishes, as those of many APIs that others wrote. The
/// details of an error are its whole body, `application/json`, so each status has a body of its own.
///
/// A client takes the error with the status of the response, then the one with the kind `status_4xx` or `status_5xx`,
/// then the one with the kind `default`. An error without details, and one of the framework, is sent as
/// `{"message": "…"}`.
///
/// ```
/// use api_core::error::{Answer, Attributes, ByStatus, Failure};
/// use api_core::{ApiError, Model};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Serialize, Deserialize, Model)]
/// struct Invalid {
///     errors: Vec<String>,
/// }
///
/// #[derive(Debug, ApiError)]
/// #[api_error(format = ByStatus)]
/// enum StoreError {
///     /// There is no such item.
///     #[error(status = 404)]
///     NotFound,
///     /// The request is not valid.
///     #[error(status = 422)]
///     Invalid(Attributes<Invalid>),
///     /// Another error of the server.
///     #[error(status = 500, kind = "status_5xx")]
///     Server,
///     #[error(unknown)]
///     Unknown(Answer),
///     #[error(failure)]
///     Failed(Failure),
/// }
///
/// # use api_core::error::ApiError as _;
/// # use http::{HeaderMap, StatusCode};
/// let body = r#"{"errors":["no"]}"#;
/// let error = StoreError::from_answer(Answer::new(StatusCode::UNPROCESSABLE_ENTITY, HeaderMap::new(), body.into()));
/// assert!(matches!(error, StoreError::Invalid(Attributes(invalid)) if invalid.errors == ["no"]));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ByStatus;

impl ErrorFormat for ByStatus {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn has_kinds(&self) -> bool {
        false
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        let body = document
            .attributes
            .clone()
            .unwrap_or_else(|| json!({ "message": document.description.as_deref().unwrap_or(&document.kind) }));
        body.to_string().into_bytes()
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let mut document = ErrorDocument::new(status, "unknown");
        // Optional details are absent if the body is no JSON, for example the page of a proxy.
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        if let Some(Value::String(message)) = body.get("message") {
            document.description = Some(message.clone().into());
        }
        document.attributes = Some(body);
        document.retry_after = super::retry::retry_after(headers);
        Some(document)
    }
}

/// Returns the error that a status means: its own, that of its class, or the default.
pub(super) fn case_of(status: u16, cases: &[ErrorCase]) -> Option<&ErrorCase> {
    let class = |case: &ErrorCase| match case.kind {
        "status_4xx" => Some(4),
        "status_5xx" => Some(5),
        _ => None,
    };
    let is_default = |case: &ErrorCase| case.kind == "default";
    let own = cases.iter().find(|case| case.status == status && class(case).is_none() && !is_default(case));
    let of_class = || cases.iter().find(|case| class(case) == Some(status / 100));
    own.or_else(of_class).or_else(|| cases.iter().find(|case| is_default(case)))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};
    use serde_json::{Value, json};

    use super::ByStatus;
    use crate::description::ErrorCase;
    use crate::error::forward::declared_document;
    use crate::error::{Answer, ErrorDocument, ErrorFormat as _};

    const fn case(kind: &'static str, status: u16) -> ErrorCase {
        ErrorCase { status, kind, docs: "", attributes: None, headers: &[] }
    }

    fn read(status: u16, body: &'static str, cases: &[ErrorCase]) -> (String, Option<Value>) {
        let answer = Answer::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body.into());
        let document = declared_document(&answer, &ByStatus, cases).unwrap();
        (document.kind.into_owned(), document.attributes)
    }

    #[test]
    fn errors_are_told_apart_by_their_status() {
        let cases = [case("default", 500), case("not_found", 404), case("status_4xx", 400), case("bad_gateway", 502)];
        for (status, body, kind, details) in [
            (404, r#"{"code":7}"#, "not_found", json!({ "code": 7 })),
            (409, "{}", "status_4xx", json!({})),
            (502, "<html>", "bad_gateway", json!(null)),
            (500, "", "default", json!(null)),
        ] {
            assert_eq!(read(status, body, &cases), (kind.to_owned(), Some(details)), "{status}");
        }
        assert_eq!(read(409, "{}", &[case("not_found", 404)]).0, "unknown");
    }

    #[test]
    fn the_details_are_the_body() {
        let mut document = ErrorDocument::new(StatusCode::NOT_FOUND, "not_found").described("no such room");
        assert_eq!(ByStatus.encode(&document), br#"{"message":"no such room"}"#);
        document.attributes = Some(json!({ "code": 7 }));
        assert_eq!(ByStatus.encode(&document), br#"{"code":7}"#);
    }
}
