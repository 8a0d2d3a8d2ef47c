//! From frames to messages: fragments put together, inflated, and looked at as UTF-8 as early as can be.

use bytes::{Bytes, BytesMut};
use sockudo_ws::utf8::{Utf8Stream, validate_utf8};

use super::super::{ConnectionError, DataMessage, SizeLimit, Utf8Bytes, Utf8Mode};
use super::codec::{Compression, Frame, Opcode, Partial};

/// A message in the making.
pub(super) struct Assembler {
    limit: SizeLimit,
    utf8: Utf8Mode,
    unfinished: Option<Unfinished>,
    /// Looks at text as it comes, so that what is wrong fails at its first wrong byte (RFC 6455 §8.1).
    stream: Utf8Stream,
    /// How much of the frame that is coming was looked at.
    seen: usize,
}

struct Unfinished {
    text: bool,
    compressed: bool,
    payload: BytesMut,
}

impl Assembler {
    pub(super) fn new(limit: SizeLimit, utf8: Utf8Mode) -> Self {
        Self { limit, utf8, unfinished: None, stream: Utf8Stream::new(), seen: 0 }
    }

    /// Whether a message was begun and not finished.
    pub(super) fn in_progress(&self) -> bool {
        self.unfinished.is_some()
    }

    /// How much of a message is here.
    pub(super) fn gathered(&self) -> usize {
        self.unfinished.as_ref().map_or(0, |unfinished| unfinished.payload.len())
    }

    /// Looks at the part of a frame that is here already.
    pub(super) fn preview(&mut self, partial: Partial, input: &[u8]) -> Result<(), ConnectionError> {
        let text = match (partial.opcode, &self.unfinished) {
            (Opcode::Text, None) => !partial.compressed,
            (Opcode::Continuation, Some(unfinished)) => unfinished.text && !unfinished.compressed,
            _ => false,
        };
        let fresh = input.get(self.seen..partial.ready).unwrap_or_default();
        if self.utf8 != Utf8Mode::Strict || !text || fresh.is_empty() {
            return Ok(());
        }
        if self.seen == 0 && partial.opcode == Opcode::Text {
            self.stream.reset();
        }
        self.seen = partial.ready;
        if self.stream.push(fresh) { Ok(()) } else { Err(ConnectionError::InvalidUtf8) }
    }

    /// Takes a data frame; gives the message that it ends.
    pub(super) fn push(
        &mut self,
        frame: Frame,
        compression: Option<&mut (dyn Compression + 'static)>,
    ) -> Result<Option<DataMessage>, ConnectionError> {
        let seen = std::mem::take(&mut self.seen);
        match (frame.opcode, &mut self.unfinished) {
            (Opcode::Continuation, None) => Err(ConnectionError::Protocol("a continuation of nothing")),
            (Opcode::Continuation, Some(unfinished)) => {
                let size = unfinished.payload.len().saturating_add(frame.payload.len());
                self.allow(size)?;
                let Some(unfinished) = &mut self.unfinished else { return Ok(None) };
                unfinished.payload.extend_from_slice(&frame.payload);
                let looked_at = unfinished.text && !unfinished.compressed && self.utf8 == Utf8Mode::Strict;
                if looked_at && !self.stream.push(frame.payload.get(seen..).unwrap_or_default()) {
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
            (_, Some(_)) => Err(ConnectionError::Protocol("a new message inside another")),
            (opcode, None) => {
                self.allow(frame.payload.len())?;
                let text = opcode == Opcode::Text;
                let looked_at = text && !frame.compressed && self.utf8 == Utf8Mode::Strict;
                if frame.last && !(looked_at && seen > 0) {
                    return self.whole(text, frame.compressed, frame.payload, compression).map(Some);
                }
                if looked_at {
                    if seen == 0 {
                        self.stream.reset();
                    }
                    if !self.stream.push(frame.payload.get(seen..).unwrap_or_default()) {
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

    /// The end of a fragmented message.
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

    /// A text all of which went through the stream.
    fn checked(&mut self, payload: Bytes) -> Result<DataMessage, ConnectionError> {
        if self.stream.finish() {
            Ok(DataMessage::Text(Utf8Bytes::checked(payload)))
        } else {
            Err(ConnectionError::InvalidUtf8)
        }
    }

    /// A message all of which is here and none of which was looked at.
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
