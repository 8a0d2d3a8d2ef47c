//! The possible responses of an endpoint.

use crate::model::{Shape, Style, same};

use super::Cookie;

/// One successful response.
///
/// ```
/// use api_core::Model;
/// use api_core::description::{HeaderField, Output};
///
/// const PAGE: Output = Output::new(200, "text/html", Some(String::SHAPE)).docs("The page.");
/// const UNCHANGED: Output = Output::empty(304).headers(&[HeaderField::new("etag", String::SHAPE)]);
/// assert_eq!((PAGE.media_type, UNCHANGED.media_type), (Some("text/html"), None));
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Output {
    /// [`Output::ANY_SUCCESS`], or the status code: 200 to 299, 300 to 308 for a redirection that is a value, or 101 for
    /// a WebSocket of typed messages.
    pub status: u16,
    /// The documentation, Markdown.
    pub docs: &'static str,
    /// The media type of the body. `None`: no body.
    pub media_type: Option<&'static str>,
    /// The shape of the body. `None`: no body, or arbitrary bytes.
    pub shape: Option<&'static Shape>,
    /// Its typed header fields.
    pub headers: &'static [HeaderField],
    /// Whether the body is handed on piece by piece, with no limit of its size at the client.
    pub streamed: bool,
}

impl Output {
    /// The status of an output whose response may have any of 200 to 299. It is the first digit of these.
    pub const ANY_SUCCESS: u16 = 2;

    /// Creates the description of a response without a body.
    pub const fn empty(status: u16) -> Self {
        Self { status, docs: "", media_type: None, shape: None, headers: &[], streamed: false }
    }

    /// Creates the description of a response with a body. Without a shape it is arbitrary bytes.
    pub const fn new(status: u16, media_type: &'static str, shape: Option<&'static Shape>) -> Self {
        Self { media_type: Some(media_type), shape, ..Self::empty(status) }
    }

    /// Creates the description of a WebSocket of typed messages.
    #[cfg(feature = "websocket")]
    pub(crate) const fn messages(shape: &'static Shape) -> Self {
        Self { shape: Some(shape), ..Self::empty(101) }
    }

    /// Returns whether a response with this status can be this output.
    pub const fn has_status(&self, status: u16) -> bool {
        self.status == status || self.status == status / 100
    }

    /// Returns whether it is a stream of events.
    pub const fn is_events(&self) -> bool {
        matches!(self.media_type, Some(media_type) if same(media_type, "text/event-stream"))
    }

    /// Sets the documentation, Markdown.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// Sets its typed header fields.
    #[must_use]
    pub const fn headers(mut self, fields: &'static [HeaderField]) -> Self {
        self.headers = fields;
        self
    }

    /// Makes clients hand the body on piece by piece.
    #[must_use]
    pub const fn streamed(mut self) -> Self {
        self.streamed = true;
        self
    }
}

/// A typed header field of a response.
#[derive(Debug, Clone, Copy)]
pub struct HeaderField {
    /// The name, in lower case.
    pub name: &'static str,
    /// The documentation, Markdown.
    pub docs: &'static str,
    /// The shape of the value: a scalar, an optional scalar, or a list of scalars.
    pub shape: &'static Shape,
    /// The cookie whose value it is, if the field is `set-cookie`. Each cookie has a line of its own.
    pub cookie: Option<Cookie>,
    /// [`Style::Structured`] for a structured field (RFC 9651), otherwise [`Style::Repeated`].
    pub style: Style,
}

impl HeaderField {
    /// Creates the description of a header field. `name` is in lower case.
    pub const fn new(name: &'static str, shape: &'static Shape) -> Self {
        Self { name, docs: "", shape, cookie: None, style: Style::Repeated }
    }

    /// Creates the description of a cookie that is set, whose value has this shape.
    pub const fn set_cookie(cookie: Cookie, shape: &'static Shape) -> Self {
        Self { cookie: Some(cookie), ..Self::new("set-cookie", shape) }
    }

    /// Creates the description of a header field that is any text.
    pub const fn text(name: &'static str) -> Self {
        Self::new(name, &Shape::Text { format: None })
    }

    /// Sets the documentation, Markdown.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// Makes it a structured field (RFC 9651).
    #[must_use]
    pub const fn structured(mut self) -> Self {
        self.style = Style::Structured;
        self
    }

    /// Returns whether both are the same field, and of `set-cookie` the same cookie.
    pub const fn is_same(&self, other: &Self) -> bool {
        match (&self.cookie, &other.cookie) {
            (None, None) => same(self.name, other.name),
            (Some(own), Some(other)) => same(own.name, other.name),
            _ => false,
        }
    }
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
    /// Its typed header fields, those of each value that the variant holds.
    pub headers: &'static [&'static [HeaderField]],
}

impl ErrorCase {
    /// Returns its typed header fields.
    pub fn header_fields(&self) -> impl Iterator<Item = &'static HeaderField> + use<> {
        self.headers.iter().copied().flatten()
    }
}
