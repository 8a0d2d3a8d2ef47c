//! Conversion of an API's error to the end of a subscription.

use serde_json::Value;

use crate::dialect::End;

use super::api_error::ApiError;

/// The end has the status of the error, its document in the API's format as body, and `Retry-After` if it has a delay.
///
/// ```
/// use api_core::{End, Error};
///
/// let end = End::from(Error::forbidden("not_a_member"));
/// assert_eq!((end.status, &end.body["type"]), (403, &"#not_a_member".into()));
/// ```
impl<E: ApiError> From<E> for End {
    fn from(error: E) -> Self {
        let document = error.document();
        let body = serde_json::from_slice(&E::FORMAT.encode(&document));
        let mut end = Self::because(document.status.as_u16(), &document.kind);
        // The body of an end is JSON. If the format is not, the body holds the kind alone.
        end.body = body.unwrap_or_else(|_| std::mem::replace(&mut end.body, Value::Null));
        if let Some(after) = document.retry_after {
            end.headers.insert("Retry-After".to_owned(), after.as_secs().to_string());
        }
        end
    }
}
