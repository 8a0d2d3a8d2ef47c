//! An API's error as the end of a subscription.

use serde_json::Value;

use crate::dialect::End;

use super::api_error::ApiError;

/// The error in the API's own format, with its status and `Retry-After`.
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
        // A format that is not JSON has no place in the body of an event.
        end.body = body.unwrap_or_else(|_| std::mem::replace(&mut end.body, Value::Null));
        if let Some(after) = document.retry_after {
            end.headers.insert("Retry-After".to_owned(), after.as_secs().to_string());
        }
        end
    }
}
