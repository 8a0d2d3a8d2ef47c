//! The dialects, and how a frame is encoded in each.

use bytes::Bytes;

use super::frame::Frame;
use super::{elements, ndjson, sse};

/// A wire form of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Pusher's elements: one JSON array a line, answered to the method `SUBSCRIBE`.
    Elements,
    /// Server-Sent Events, as the WHATWG describes them.
    ServerSentEvents,
    /// One JSON object a line.
    Ndjson,
    /// The same objects, each a text message of a WebSocket.
    WebSocket,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 4] = [Self::Elements, Self::ServerSentEvents, Self::Ndjson, Self::WebSocket];

    /// The dialects whose stream is the body of a response.
    pub const IN_BODIES: [Self; 3] = [Self::Elements, Self::ServerSentEvents, Self::Ndjson];

    /// The dialects that a `GET` chooses by naming one in `Accept`.
    pub const OVER_GET: [Self; 2] = [Self::ServerSentEvents, Self::Ndjson];

    /// The `Content-Type` of the stream.
    ///
    /// Elements are `application/json`, which is what Pusher's servers say although the stream is lines of it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Elements => "application/json",
            Self::ServerSentEvents => "text/event-stream",
            // Of a WebSocket's messages nobody says the type; it is this.
            Self::Ndjson | Self::WebSocket => "application/x-ndjson",
        }
    }

    /// Appends one frame.
    ///
    /// Bodies are copied as they are: they must be JSON on one line, as `serde_json` writes it. Line breaks, which
    /// JSON allows between tokens only, are turned into spaces so that they cannot break the framing.
    pub fn encode(self, frame: &Frame, out: &mut Vec<u8>) {
        match self {
            Self::Elements => elements::encode(frame, out),
            Self::ServerSentEvents => sse::encode(frame, out),
            Self::Ndjson | Self::WebSocket => ndjson::encode(frame, out),
        }
    }

    /// One frame as bytes to be shared by many subscribers.
    pub fn bytes(self, frame: &Frame) -> Bytes {
        let mut out = Vec::new();
        self.encode(frame, &mut out);
        out.into()
    }
}
