//! The possible responses of an endpoint.

use crate::model::Shape;

/// One successful response.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// The status code, 200 to 299, 300 to 308 for a redirection that is a value, or 101 for a WebSocket of typed
    /// messages.
    pub status: u16,
    /// The documentation, Markdown.
    pub docs: &'static str,
    /// The media type of the body. `None`: no body.
    pub media_type: Option<&'static str>,
    /// The shape of the body. `None`: no body, or arbitrary bytes.
    pub shape: Option<&'static Shape>,
    /// The names of its typed header fields, in lower case.
    pub headers: &'static [&'static str],
}

/// Returns whether responses with this status have no content (RFC 9110 §15.3.5, §15.3.6, §15.4.5).
pub(crate) const fn is_without_content(status: u16) -> bool {
    matches!(status, 204 | 205 | 304)
}

/// One error response.
#[derive(Debug, Clone, Copy)]
pub struct ErrorCase {
    /// The status code, 400 to 599.
    pub status: u16,
    /// The machine-readable kind, for example `room_not_found`.
    pub kind: &'static str,
    /// The documentation, Markdown.
    pub docs: &'static str,
    /// The shape of the details, `attributes` in its document. `None`: no details.
    pub attributes: Option<&'static Shape>,
}
