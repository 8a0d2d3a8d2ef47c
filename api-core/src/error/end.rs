//! Conversion of an API's error to the end of a subscription.

use serde_json::Value;

use crate::dialect::End;

use super::api_error::ApiError;
use super::document::{ErrorDocument, ErrorFormat};
use super::problem::Problem;

/// The end has the status of the error, its document in the API's format as body, its header fields, and `Retry-After`
/// if it has a delay.
///
/// ```
/// use api_core::{End, Error};
///
/// let end = End::from(Error::forbidden("not_a_member"));
/// assert_eq!((end.status, &end.body["type"]), (403, &"#not_a_member".into()));
/// ```
impl<E: ApiError> From<E> for End {
    fn from(error: E) -> Self {
        end_of(&error.document(), E::FORMAT)
    }
}

/// Returns an end in a format of errors, if the framework made it. Other ends are returned unchanged.
///
/// `path`: that of the request, for formats whose kinds name a service.
pub(crate) fn in_format(end: End, format: &dyn ErrorFormat, path: &str) -> End {
    let problem = if end == End::shutdown() {
        Problem::shutting_down()
    } else if end == End::lagged() {
        Problem::reader_too_slow()
    } else if end == End::upstream_lost() {
        Problem::upstream_lost()
    } else if end == End::failed() {
        Problem::internal("a subscription failed")
    } else {
        return end;
    };
    let mut formed = end_of(&format.problem(&problem, path), format);
    formed.headers.extend(end.headers);
    formed
}

fn end_of(document: &ErrorDocument, format: &dyn ErrorFormat) -> End {
    let body = serde_json::from_slice(&format.encode(document));
    let mut end = End::because(document.status.as_u16(), &document.kind);
    // The body of an end is JSON. If the format is not, the body holds the kind alone.
    end.body = body.unwrap_or_else(|_| std::mem::replace(&mut end.body, Value::Null));
    for (name, value) in &document.headers {
        // A value outside ASCII is opaque, and an event is text.
        if let Ok(value) = value.to_str() {
            end.headers.insert(name.as_str().to_owned(), value.to_owned());
        }
    }
    if let Some(after) = document.retry_after {
        end.headers.insert("Retry-After".to_owned(), after.as_secs().to_string());
    }
    end
}

#[cfg(test)]
mod tests {
    use super::in_format;
    use crate::dialect::End;
    use crate::error::ProblemDetails;

    #[test]
    fn only_the_ends_of_the_framework_get_the_form_of_the_apis_errors() {
        for (end, status, kind) in [
            (End::shutdown(), 503, "#shutting_down"),
            (End::lagged(), 503, "#reader_too_slow"),
            (End::upstream_lost(), 502, "#upstream_lost"),
            (End::failed(), 500, "#internal"),
        ] {
            let formed = in_format(end.clone(), &ProblemDetails, "/feed");
            assert_eq!((formed.status, &formed.body["type"]), (status, &kind.into()));
            assert_eq!(formed.header("retry-after"), end.header("retry-after"));
        }
        for end in [End::normal(), End::because(503, "closed for lunch")] {
            assert_eq!(in_format(end.clone(), &ProblemDetails, "/feed"), end);
        }
    }
}
