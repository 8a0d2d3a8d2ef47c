//! An error answer as it came over the wire.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{ErrorDocument, ErrorFormat, RetryAdvice};

/// A response outside 2xx: whole, so that a client survives a server that is newer than itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer(Box<Parts>);

/// Behind a box, so that an error enum that holds an answer stays small.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// An answer of these parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self(Box::new(Parts { status, headers, body }))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The header fields.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body, undecoded.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// The answer read in a format; `None` if it is not of that format.
    pub fn document(&self, format: &dyn ErrorFormat) -> Option<ErrorDocument> {
        format.decode(self.0.status, &self.0.headers, &self.0.body)
    }

    /// Whether and when to try again.
    pub fn retry(&self) -> RetryAdvice {
        RetryAdvice::of(self.0.status, &self.0.headers)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 200;
        write!(formatter, "the API answered {}", self.0.status)?;
        if self.0.body.is_empty() {
            return Ok(());
        }
        let shown = self.0.body.get(..SHOWN).unwrap_or(&self.0.body);
        write!(formatter, ": {}", String::from_utf8_lossy(shown).trim_end())
    }
}
