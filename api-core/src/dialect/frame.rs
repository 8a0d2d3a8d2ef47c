//! What every dialect says: a heartbeat, an event, the end.

use std::collections::BTreeMap;

use bytes::Bytes;

/// Headers of one frame; a name stands once, and its case is kept.
pub type Headers = BTreeMap<String, String>;

/// One message of a subscription's stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Shows that the stream is alive.
    Heartbeat {
        /// How many bytes of padding it carries, which opens proxies that buffer. Meaningless otherwise.
        padding: usize,
    },
    /// Something happened.
    Event {
        /// Where to resume after it; empty if one cannot.
        id: String,
        /// Headers of the event.
        headers: Headers,
        /// The body: JSON, not parsed.
        body: Bytes,
    },
    /// Nothing follows.
    End {
        /// 204 for a normal end, otherwise the status of an error.
        status: u16,
        /// Headers, such as `Retry-After`.
        headers: Headers,
        /// The body: JSON, not parsed; of an error its description.
        body: Bytes,
    },
}

impl Frame {
    /// A heartbeat without padding.
    pub const fn heartbeat() -> Self {
        Self::Heartbeat { padding: 0 }
    }

    /// An event without headers; the body is JSON.
    pub fn event(id: impl Into<String>, body: impl Into<Bytes>) -> Self {
        Self::Event { id: id.into(), headers: Headers::new(), body: body.into() }
    }

    /// A normal end.
    pub fn end() -> Self {
        Self::End { status: 204, headers: Headers::new(), body: Bytes::from_static(b"null") }
    }
}
