//! The decoder of every dialect: bytes, split in any way, to frames.

use super::encoder::Dialect;
use super::error::DialectError;
use super::frame::Frame;
use super::lines::{Lines, Terminators};
use super::{elements, ndjson, sse};

/// The longest line a decoder takes unless told otherwise: 1 MiB.
pub const DEFAULT_LINE_LIMIT: usize = 1 << 20;

/// Turns bytes, split in any way, back into frames.
///
/// ```
/// use api_core::dialect::{Decoder, Dialect, Frame};
///
/// let mut decoder = Decoder::new(Dialect::Elements);
/// decoder.push(b"[0,\"\"]\n[1,\"7\",{},");
/// assert_eq!(decoder.next().unwrap().unwrap(), Frame::Heartbeat { padding: 0 });
/// assert!(decoder.next().is_none());
/// decoder.push(b"{\"x\":1}]\n");
/// assert_eq!(decoder.next().unwrap().unwrap(), Frame::event("7", "{\"x\":1}"));
/// ```
#[derive(Debug)]
pub struct Decoder {
    state: State,
    lines: Lines,
    /// Nothing is read after the end or after a mistake that leaves the place in the stream unknown.
    finished: bool,
}

#[derive(Debug)]
enum State {
    Elements,
    ServerSentEvents(sse::Block),
    Ndjson,
}

impl Decoder {
    /// A decoder with the default limit of a line.
    pub fn new(dialect: Dialect) -> Self {
        Self::with_line_limit(dialect, DEFAULT_LINE_LIMIT)
    }

    /// A decoder that refuses lines (and for Server-Sent Events, events) of more bytes than `limit`.
    pub fn with_line_limit(dialect: Dialect, limit: usize) -> Self {
        let (state, terminators) = match dialect {
            Dialect::Elements => (State::Elements, Terminators::LineFeed),
            Dialect::ServerSentEvents => (State::ServerSentEvents(sse::Block::new(limit)), Terminators::Any),
            Dialect::Ndjson | Dialect::WebSocket => (State::Ndjson, Terminators::LineFeed),
        };
        Self { state, lines: Lines::new(terminators, limit), finished: false }
    }

    /// Takes the next bytes of the stream. They may end anywhere, in the middle of a character too.
    pub fn push(&mut self, bytes: &[u8]) {
        if !self.finished {
            self.lines.push(bytes);
        }
    }

    /// The next whole frame; `None` until more bytes are pushed, and for good after an end or an error.
    #[expect(clippy::should_implement_trait, reason = "`None` may be followed by frames, which an iterator's may not")]
    pub fn next(&mut self) -> Option<Result<Frame, DialectError>> {
        while !self.finished {
            let decoded = match self.lines.next()? {
                Err(error) => Some(Err(error)),
                Ok(line) => match &mut self.state {
                    State::Elements => Some(elements::decode(&line)),
                    State::ServerSentEvents(block) => block.line(&line),
                    State::Ndjson => Some(ndjson::decode(&line)),
                },
            };
            if let Some(result) = decoded {
                self.finished = matches!(result, Err(_) | Ok(Frame::End { .. }));
                return Some(result);
            }
        }
        None
    }

    /// Whether the stream ended or broke; a stream that stops before is a lost connection.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// How long the server asked to wait before reconnecting, by `retry` of Server-Sent Events.
    pub fn retry(&self) -> Option<std::time::Duration> {
        match &self.state {
            State::ServerSentEvents(block) => block.retry(),
            _ => None,
        }
    }
}
