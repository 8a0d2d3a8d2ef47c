//! The streaming decoder of all dialects.

use super::encoder::Dialect;
use super::error::DialectError;
use super::form::EventForm;
use super::frame::Frame;
use super::lines::{Lines, Terminators};
use super::{elements, ndjson, sequence, sse};

/// Default maximum length of a line in bytes: 1 MiB.
pub const DEFAULT_LINE_LIMIT: usize = 1 << 20;

/// A streaming decoder from bytes to frames. The bytes may be split anywhere.
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
    /// Set by the end and by an error: after either, nothing is read.
    finished: bool,
}

#[derive(Debug)]
enum State {
    Elements,
    ServerSentEvents(sse::Block),
    Ndjson,
    /// It has its own buffer, because a line break may be inside of a text.
    JsonSequence(sequence::Texts),
}

impl Decoder {
    /// Creates a decoder with [`DEFAULT_LINE_LIMIT`].
    pub fn new(dialect: Dialect) -> Self {
        Self::with_line_limit(dialect, DEFAULT_LINE_LIMIT)
    }

    /// Creates a decoder that rejects lines of more than `limit` bytes. For server-sent events, the limit also applies
    /// to the data of one event.
    pub fn with_line_limit(dialect: Dialect, limit: usize) -> Self {
        let (state, terminators) = match dialect {
            Dialect::Elements => (State::Elements, Terminators::LineFeed),
            Dialect::ServerSentEvents => (State::ServerSentEvents(sse::Block::new(limit)), Terminators::Any),
            Dialect::Ndjson | Dialect::WebSocket => (State::Ndjson, Terminators::LineFeed),
            Dialect::JsonSequence => (State::JsonSequence(sequence::Texts::new(limit)), Terminators::LineFeed),
        };
        Self { state, lines: Lines::new(terminators, limit), finished: false }
    }

    /// Sets the form of the server-sent events. The other dialects have one form.
    #[must_use]
    pub fn in_form(mut self, form: EventForm) -> Self {
        if let State::ServerSentEvents(block) = &mut self.state {
            block.set_form(form);
        }
        self
    }

    /// Adds the next bytes of the stream. They may end anywhere, also inside a character.
    pub fn push(&mut self, bytes: &[u8]) {
        match &mut self.state {
            _ if self.finished => {}
            State::JsonSequence(texts) => texts.push(bytes),
            _ => self.lines.push(bytes),
        }
    }

    /// Returns the next complete frame. `None` until more bytes are pushed, and always after an end or an error.
    ///
    /// # Errors
    /// Returns an error if a line is too long or malformed. Nothing is read after it.
    #[expect(clippy::should_implement_trait, reason = "frames can follow a `None`, unlike in an iterator")]
    pub fn next(&mut self) -> Option<Result<Frame, DialectError>> {
        while !self.finished {
            if let State::JsonSequence(texts) = &mut self.state {
                let decoded = texts.next()?;
                self.finished = matches!(decoded, Err(_) | Ok(Frame::End { .. }));
                return Some(decoded);
            }
            let decoded = match self.lines.next()? {
                Err(error) => Some(Err(error)),
                Ok(line) => match &mut self.state {
                    State::Elements => Some(elements::decode(&line)),
                    State::ServerSentEvents(block) => block.line(&line),
                    State::Ndjson | State::JsonSequence(_) => Some(ndjson::decode(&line)),
                },
            };
            if let Some(result) = decoded {
                self.finished = matches!(result, Err(_) | Ok(Frame::End { .. }));
                return Some(result);
            }
        }
        None
    }

    /// Tells the decoder that the stream has closed. Returns the end, if that is how the stream ends.
    pub fn close(&mut self) -> Option<Frame> {
        let is_end = matches!(&self.state, State::ServerSentEvents(block) if block.ends_by_closing());
        let was_finished = std::mem::replace(&mut self.finished, true);
        (is_end && !was_finished).then(Frame::end)
    }

    /// Returns whether an end or an error was returned. A stream that stops before that is a lost connection.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Returns the reconnection time that the server set with the field `retry` of server-sent events.
    pub fn retry(&self) -> Option<std::time::Duration> {
        match &self.state {
            State::ServerSentEvents(block) => block.retry(),
            _ => None,
        }
    }
}
