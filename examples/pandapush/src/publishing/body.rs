//! The data of an event from the body of a request.

use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};

use super::PublishingError;

/// Reads a body of the type `application/json`, an object or array, or a form, which is an object of texts. The
/// original published an empty object for any other type.
///
/// # Errors
///
/// Returns an error that says what is wrong with the body.
pub(super) fn data(content_type: Option<&str>, body: &[u8]) -> Result<Box<RawValue>, PublishingError> {
    let essence = content_type.and_then(|field| field.split(';').next()).unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        let data: Box<RawValue> =
            serde_json::from_slice(body).map_err(|error| malformed(&format!("the body is not JSON: {error}")))?;
        if data.get().starts_with(['{', '[']) {
            Ok(data)
        } else {
            Err(malformed("the body must be a JSON object or array"))
        }
    } else if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let fields: BTreeMap<_, _> = form_urlencoded::parse(body).collect();
        to_raw_value(&fields).map_err(|_| malformed("the body is not a form"))
    } else {
        Err(PublishingError::UnsupportedMediaType)
    }
}

fn malformed(problem: &str) -> PublishingError {
    PublishingError::MalformedBody(problem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_forms_become_data_and_nothing_else_does() {
        let read =
            |content_type: &str, body: &str| data(Some(content_type), body.as_bytes()).map(|data| data.to_string());
        assert_eq!(read("application/json", r#"{"a":1.50}"#).unwrap(), r#"{"a":1.50}"#);
        assert_eq!(read("Application/JSON; charset=utf-8", "[1]").unwrap(), "[1]");
        assert_eq!(read("application/x-www-form-urlencoded", "a=1&b=x+y&a=2").unwrap(), r#"{"a":"2","b":"x y"}"#);
        for (content_type, body) in [("application/json", "{"), ("application/json", "1"), ("application/json", "")] {
            assert!(matches!(read(content_type, body), Err(PublishingError::MalformedBody(_))), "{body}");
        }
        for content_type in ["text/plain", "", "application/jsonp"] {
            assert!(matches!(read(content_type, "{}"), Err(PublishingError::UnsupportedMediaType)), "{content_type}");
        }
        assert!(matches!(data(None, b"{}"), Err(PublishingError::UnsupportedMediaType)));
    }
}
