//! Frames: the messages that all dialects have.

use std::collections::BTreeMap;

use bytes::Bytes;

/// The header fields of one frame. Names are unique, and their case is kept.
pub type Headers = BTreeMap<String, String>;

/// One message of a subscription's stream.
///
/// ```
/// use api_core::dialect::Frame;
///
/// let frame = Frame::event("7", r#"{"text":"hello"}"#);
/// assert!(matches!(&frame, Frame::Event { id, body, .. } if id == "7" && body.starts_with(b"{")));
/// assert!(matches!(Frame::end(), Frame::End { status: 204, .. }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A sign that the stream is alive.
    Heartbeat {
        /// The number of padding bytes. They make proxies that buffer short responses pass them on.
        padding: usize,
    },
    /// An event.
    Event {
        /// The id after which a client can resume. Empty if it cannot.
        id: String,
        /// The header fields.
        headers: Headers,
        /// The body: JSON, not parsed.
        body: Bytes,
    },
    /// The end of the stream.
    End {
        /// 204 for a normal end, otherwise the status of an error.
        status: u16,
        /// The header fields, for example `Retry-After`.
        headers: Headers,
        /// The body: JSON, not parsed. That of an error is its description.
        body: Bytes,
    },
}

impl Frame {
    /// Creates a heartbeat without padding.
    pub const fn heartbeat() -> Self {
        Self::Heartbeat { padding: 0 }
    }

    /// Creates an event without header fields. `body` is JSON.
    pub fn event(id: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::Event { id: id.into(), headers: Headers::new(), body: body.into() }
    }

    /// Creates a normal end: status 204, body `null`.
    pub fn end() -> Self {
        Self::End { status: 204, headers: Headers::new(), body: Bytes::from_static(b"null") }
    }
}
