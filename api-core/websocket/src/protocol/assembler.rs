//! Assembly of messages from frames: joins fragments, inflates, and validates UTF-8 as early as possible.

use bytes::{Bytes, BytesMut};
use sockudo_ws::utf8::{Utf8Stream, validate_utf8};

use crate::error::ConnectionError;
use crate::message::{DataMessage, SizeLimit, Utf8Bytes};
use crate::options::Utf8Mode;

use super::codec::{Compression, Frame, Opcode, Partial};

/// The state of the message that is arriving.
pub(super) struct Assembler {
    limit: SizeLimit,
    utf8: Utf8Mode,
    unfinished: Option<Unfinished>,
    /// Validates text as it arrives, so that the connection fails at the first invalid byte (RFC 6455 §8.1).
    stream: Utf8Stream,
    /// How many bytes of the arriving frame were validated.
    validated: usize,
}

struct Unfinished {
    text: bool,
    compressed: bool,
    payload: BytesMut,
}

impl Assembler {
    pub(super) fn new(limit: SizeLimit, utf8: Utf8Mode) -> Self {
        Self { limit, utf8, unfinished: None, stream: Utf8Stream::new(), validated: 0 }
    }

    /// Returns whether a message has started and not ended.
    #[inline]
    pub(super) fn in_progress(&self) -> bool {
        self.unfinished.is_some()
    }

    /// Returns how many bytes of the message have arrived.
    pub(super) fn gathered(&self) -> usize {
        self.unfinished.as_ref().map_or(0, |unfinished| unfinished.payload.len())
    }

    /// Validates the part of a frame that has arrived.
    pub(super) fn preview(&mut self, partial: Partial, input: &[u8]) -> Result<(), ConnectionError> {
        let text = match (partial.opcode, &self.unfinished) {
            (Opcode::Text, None) => !partial.compressed,
            (Opcode::Continuation, Some(unfinished)) => unfinished.text && !unfinished.compressed,
            _ => false,
        };
        let fresh = input.get(self.validated..partial.ready).unwrap_or_default();
        if self.utf8 != Utf8Mode::Strict || !text || fresh.is_empty() {
            return Ok(());
        }
        if self.validated == 0 && partial.opcode == Opcode::Text {
            self.stream.reset();
        }
        self.validated = partial.ready;
        if self.stream.push(fresh) { Ok(()) } else { Err(ConnectionError::InvalidUtf8) }
    }

    /// Takes a data frame. Returns the message if the frame is its last.
    pub(super) fn push(
        &mut self,
        frame: Frame,
        compression: Option<&mut (dyn Compression + 'static)>,
    ) -> Result<Option<DataMessage>, ConnectionError> {
        let validated = std::mem::take(&mut self.validated);
        match (frame.opcode, &mut self.unfinished) {
            (Opcode::Continuation, None) => Err(ConnectionError::Protocol("a continuation frame without a message")),
            (Opcode::Continuation, Some(unfinished)) => {
                let size = unfinished.payload.len().saturating_add(frame.payload.len());
                self.allow(size)?;
                let Some(unfinished) = &mut self.unfinished else { return Ok(None) };
                unfinished.payload.extend_from_slice(&frame.payload);
                let checks_text = unfinished.text && !unfinished.compressed && self.utf8 == Utf8Mode::Strict;
                if checks_text && !self.stream.push(frame.payload.get(validated..).unwrap_or_default()) {
                    return Err(ConnectionError::InvalidUtf8);
                }
                match self.unfinished.take() {
                    Some(unfinished) if frame.last => self.finish(unfinished, compression).map(Some),
                    unfinished => {
                        self.unfinished = unfinished;
                        Ok(None)
                    }
                }
            }
            (_, Some(_)) => Err(ConnectionError::Protocol("a new message inside a fragmented one")),
            (opcode, None) => {
                self.allow(frame.payload.len())?;
                let text = opcode == Opcode::Text;
                let checks_text = text && !frame.compressed && self.utf8 == Utf8Mode::Strict;
                if frame.last && !(checks_text && validated > 0) {
                    return self.whole(text, frame.compressed, frame.payload, compression).map(Some);
                }
                if checks_text {
                    if validated == 0 {
                        self.stream.reset();
                    }
                    if !self.stream.push(frame.payload.get(validated..).unwrap_or_default()) {
                        return Err(ConnectionError::InvalidUtf8);
                    }
                }
                if frame.last {
                    return self.checked(frame.payload).map(Some);
                }
                let payload = BytesMut::from(frame.payload);
                self.unfinished = Some(Unfinished { text, compressed: frame.compressed, payload });
                Ok(None)
            }
        }
    }

    fn allow(&self, size: usize) -> Result<(), ConnectionError> {
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        if self.limit.allows(size) { Ok(()) } else { Err(ConnectionError::MessageTooBig { limit: self.limit }) }
    }

    /// Completes a fragmented message.
    fn finish(
        &mut self,
        unfinished: Unfinished,
        compression: Option<&mut (dyn Compression + 'static)>,
    ) -> Result<DataMessage, ConnectionError> {
        let payload = unfinished.payload.freeze();
        if unfinished.text && !unfinished.compressed && self.utf8 == Utf8Mode::Strict {
            return self.checked(payload);
        }
        self.whole(unfinished.text, unfinished.compressed, payload, compression)
    }

    /// Completes a text that was validated as it arrived.
    fn checked(&mut self, payload: Bytes) -> Result<DataMessage, ConnectionError> {
        if self.stream.finish() {
            Ok(DataMessage::Text(Utf8Bytes::checked(payload)))
        } else {
            Err(ConnectionError::InvalidUtf8)
        }
    }

    /// Completes a message of which nothing was validated.
    fn whole(
        &mut self,
        text: bool,
        compressed: bool,
        payload: Bytes,
        compression: Option<&mut (dyn Compression + 'static)>,
    ) -> Result<DataMessage, ConnectionError> {
        let payload = match compression {
            Some(compression) if compressed => compression.inflate(&payload, self.limit)?,
            _ => payload,
        };
        if !text {
            return Ok(DataMessage::Binary(payload));
        }
        match self.utf8 {
            Utf8Mode::Unchecked => Ok(DataMessage::Binary(payload)),
            _ if validate_utf8(&payload) => Ok(DataMessage::Text(Utf8Bytes::checked(payload))),
            Utf8Mode::Lossy => Ok(DataMessage::Text(String::from_utf8_lossy(&payload).into_owned().into())),
            Utf8Mode::Strict => Err(ConnectionError::InvalidUtf8),
        }
    }
}
