//! Error responses as a client received them.

use std::fmt;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::{ErrorDocument, ErrorFormat, RetryAdvice};

/// A response that is no value of its endpoint, as a client received it: an error, or a redirection that is not
/// declared.
///
/// An error type stores it if the kind of the error is unknown, for example that of a newer server.
///
/// ```
/// use api_core::error::{Answer, ProblemDetails};
/// use http::{HeaderMap, StatusCode};
///
/// let body = r##"{"type":"#room_not_found","detail":"no room 7"}"##;
/// let answer = Answer::new(StatusCode::NOT_FOUND, HeaderMap::new(), body.into());
/// let document = answer.document(&ProblemDetails).unwrap();
/// assert_eq!(document.kind, "room_not_found");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer(Box<Parts>);

/// Boxed, so that an error enum that holds an answer is small.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// Creates an answer from its parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self(Box::new(Parts { status, headers, body }))
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the header fields.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the body, not decoded.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Decodes the body in a format. `None` if the body is not in that format.
    pub fn document(&self, format: &dyn ErrorFormat) -> Option<ErrorDocument> {
        format.decode(self.0.status, &self.0.headers, &self.0.body)
    }

    /// Returns whether and when the request can be repeated.
    pub fn retry(&self) -> RetryAdvice {
        RetryAdvice::of(self.0.status, &self.0.headers)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 200;
        write!(formatter, "the API answered {}", self.0.status)?;
        if let (true, Some(location)) = (self.0.status.is_redirection(), self.0.headers.get(LOCATION)) {
            let location: String = String::from_utf8_lossy(location.as_bytes()).chars().take(SHOWN).collect();
            write!(formatter, ", `Location: {location}`")?;
        }
        if self.0.body.is_empty() {
            return Ok(());
        }
        let shown = self.0.body.get(..SHOWN).unwrap_or(&self.0.body);
        write!(formatter, ": {}", String::from_utf8_lossy(shown).trim_end())
    }
}
