//! The dialects, and the encoding of frames in each.

use bytes::Bytes;

use super::form::{Ending, EventForm};
use super::frame::Frame;
use super::{elements, ndjson, sequence, sse};

/// A wire format of subscriptions.
///
/// ```
/// use api_core::dialect::{Dialect, Frame};
///
/// let event = Frame::event("7", r#"{"x":1}"#);
/// assert_eq!(Dialect::Elements.bytes(&event), "[1,\"7\",{},{\"x\":1}]\n");
/// assert_eq!(Dialect::ServerSentEvents.bytes(&event), "id: 7\ndata: {\"x\":1}\n\n");
/// assert_eq!(Dialect::Ndjson.bytes(&event), "{\"id\":\"7\",\"data\":{\"x\":1}}\n");
/// assert_eq!(Dialect::JsonSequence.bytes(&event), "\u{1e}{\"id\":\"7\",\"data\":{\"x\":1}}\n");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// The Pusher platform's format: one JSON array per line, in responses to `SUBSCRIBE`.
    Elements,
    /// Server-sent events (WHATWG HTML, "Server-sent events"). The dialect of a request that names none.
    #[default]
    ServerSentEvents,
    /// One JSON object per line.
    Ndjson,
    /// The same objects as a JSON text sequence (RFC 7464), each after a record separator.
    JsonSequence,
    /// The same objects, each in a text message of a WebSocket.
    WebSocket,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 5] =
        [Self::Elements, Self::ServerSentEvents, Self::Ndjson, Self::JsonSequence, Self::WebSocket];

    /// The dialects that are sent in the body of a response.
    pub const IN_BODIES: [Self; 4] = [Self::Elements, Self::ServerSentEvents, Self::Ndjson, Self::JsonSequence];

    /// The dialects that a `GET` or `POST` request selects with `Accept`.
    pub const BY_ACCEPT: [Self; 3] = [Self::ServerSentEvents, Self::Ndjson, Self::JsonSequence];

    /// Returns the `Content-Type` of the stream.
    ///
    /// That of [`Dialect::Elements`] is `application/json`, as on the Pusher platform, although the stream consists of
    /// lines.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Elements => "application/json",
            Self::ServerSentEvents => "text/event-stream",
            // WebSocket messages have no content type. They have the format of NDJSON.
            Self::Ndjson | Self::WebSocket => "application/x-ndjson",
            Self::JsonSequence => "application/json-seq",
        }
    }

    /// Returns whether a `Content-Type` names a stream of this dialect. NDJSON has three names in use.
    ///
    /// ```
    /// use api_core::dialect::Dialect;
    ///
    /// assert!(Dialect::ServerSentEvents.is_named_by("text/event-stream; charset=utf-8"));
    /// assert!(!Dialect::ServerSentEvents.is_named_by("text/html"));
    /// ```
    pub fn is_named_by(self, content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let others: &[&str] = match self {
            Self::Ndjson | Self::WebSocket => &["application/ndjson", "application/jsonl"],
            Self::Elements | Self::ServerSentEvents | Self::JsonSequence => &[],
        };
        [self.media_type()].iter().chain(others).any(|known| known.eq_ignore_ascii_case(essence))
    }

    /// Appends an encoded frame to `out`.
    ///
    /// A body must be JSON. It is copied, and its line breaks, which JSON allows between tokens only, become spaces, so
    /// that they do not end the frame.
    ///
    /// ```
    /// use api_core::dialect::{Dialect, Frame};
    ///
    /// let mut out = Vec::new();
    /// Dialect::ServerSentEvents.encode(&Frame::heartbeat(), &mut out);
    /// Dialect::ServerSentEvents.encode(&Frame::event("", "1"), &mut out);
    /// assert_eq!(out, b":\ndata: 1\n\n");
    /// ```
    pub fn encode(self, frame: &Frame, out: &mut Vec<u8>) {
        match self {
            Self::Elements => elements::encode(frame, out),
            Self::ServerSentEvents => sse::encode(frame, &EventForm::DEFAULT, out),
            Self::Ndjson | Self::WebSocket => ndjson::encode(frame, out),
            Self::JsonSequence => sequence::encode(frame, out),
        }
    }

    /// Returns an encoded frame, as bytes that subscribers can share.
    pub fn bytes(self, frame: &Frame) -> Bytes {
        let mut out = Vec::new();
        self.encode(frame, &mut out);
        out.into()
    }
}

impl EventForm {
    /// Returns whether a stream in a dialect ends by closing.
    pub fn ends_by_closing(&self, dialect: Dialect) -> bool {
        dialect == Dialect::ServerSentEvents && self.end == Ending::Close
    }

    /// Appends an encoded frame to `out`, as [`Dialect::encode`] does. A normal end appends nothing if the stream ends
    /// by
    /// closing.
    pub fn encode(&self, dialect: Dialect, frame: &Frame, out: &mut Vec<u8>) {
        match dialect {
            Dialect::ServerSentEvents => sse::encode(frame, self, out),
            _ => dialect.encode(frame, out),
        }
    }

    /// Returns an encoded frame.
    pub fn bytes(&self, dialect: Dialect, frame: &Frame) -> Bytes {
        let mut out = Vec::new();
        self.encode(dialect, frame, &mut out);
        out.into()
    }
}
