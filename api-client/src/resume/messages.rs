//! Splits a stream into whole messages, so that no partial message is passed on.

use std::time::Duration;

use api_core::dialect::{DEFAULT_LINE_LIMIT, Decoder, Dialect, DialectError, EventForm, Frame};
use bytes::{Bytes, BytesMut};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes of one connection, split into messages.
#[derive(Debug)]
pub(super) struct Messages {
    decoder: Decoder,
    /// Bytes since the last whole message.
    partial: BytesMut,
    /// The number of line breaks at its start, after a byte order mark, as far as they were counted. A server may send
    /// many of them, and many comments after them.
    breaks: usize,
    dialect: Dialect,
    at_start: bool,
}

/// A message that was completed by a chunk of the stream.
#[derive(Debug, PartialEq)]
pub(super) enum Message {
    /// A keep-alive or an event, with its bytes.
    Whole { bytes: Bytes, event: Option<String> },
    /// The end, with its bytes and decoded.
    End { bytes: Bytes, frame: Frame },
    /// Bytes that are not a message. Nothing is read after them.
    Malformed { bytes: Bytes, error: DialectError },
}

impl Messages {
    pub(super) fn new(dialect: Dialect, form: EventForm) -> Self {
        Self {
            decoder: Decoder::new(dialect).in_form(form),
            partial: BytesMut::new(),
            breaks: 0,
            dialect,
            at_start: true,
        }
    }

    /// Returns the reconnection time that the server set, if any.
    pub(super) fn retry(&self) -> Option<Duration> {
        self.decoder.retry()
    }

    /// Adds received bytes, and appends the messages that they complete to `found`.
    pub(super) fn push(&mut self, bytes: &[u8], found: &mut Vec<Message>) {
        // Messages end at line ends, so each line completes at most one message.
        for piece in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            if self.decoder.is_finished() {
                return;
            }
            self.decoder.push(piece);
            self.partial.extend_from_slice(piece);
            while let Some(frame) = self.decoder.next() {
                self.frame(frame, found);
            }
            // Fields that the decoder ignores are kept here, so they must be bounded.
            if self.partial.len() > 2 * DEFAULT_LINE_LIMIT {
                let error = DialectError::TooLong { limit: DEFAULT_LINE_LIMIT };
                found.push(Message::Malformed { bytes: self.take_partial(), error });
                return;
            }
        }
    }

    fn frame(&mut self, frame: Result<Frame, DialectError>, found: &mut Vec<Message>) {
        if matches!(frame, Ok(Frame::Heartbeat { .. })) && self.is_inside_event() {
            return;
        }
        let mut bytes = self.take_partial();
        if std::mem::take(&mut self.at_start) && bytes.starts_with(BYTE_ORDER_MARK) {
            // The reader's stream is already open, so it would read the byte order mark as text.
            bytes = bytes.slice(BYTE_ORDER_MARK.len()..);
        }
        found.push(match frame {
            Ok(Frame::Heartbeat { .. }) => Message::Whole { bytes, event: None },
            Ok(Frame::Event { id, .. }) => Message::Whole { bytes, event: Some(id) },
            Ok(frame @ Frame::End { .. }) => Message::End { bytes, frame },
            Err(error) => Message::Malformed { bytes, error },
        });
    }

    /// Returns whether a comment of server-sent events is between the fields of an event. Comments before the fields
    /// were already passed on, so the first remaining line decides. A heartbeat after a blank line is an event itself.
    fn is_inside_event(&mut self) -> bool {
        let start = self.partial.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.partial);
        let uncounted = start.get(self.breaks..).unwrap_or_default();
        self.breaks += uncounted.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let first = start.get(self.breaks);
        let is_event = matches!(self.partial.as_ref(), [.., b'\n' | b'\r', b'\n' | b'\r']);
        self.dialect == Dialect::ServerSentEvents && first != Some(&b':') && !is_event
    }

    fn take_partial(&mut self) -> Bytes {
        self.breaks = 0;
        self.partial.split().freeze()
    }
}

#[cfg(test)]
mod tests {
    use api_core::dialect::{Dialect, EventForm, Frame};

    use super::{Message, Messages};

    fn passed(dialect: Dialect, stream: &[u8], size: usize) -> (Vec<u8>, Vec<Message>) {
        let (mut messages, mut found) = (Messages::new(dialect, EventForm::DEFAULT), Vec::new());
        for piece in stream.chunks(size) {
            messages.push(piece, &mut found);
        }
        let mut passed = Vec::new();
        for message in &found {
            let (Message::Whole { bytes, .. } | Message::End { bytes, .. } | Message::Malformed { bytes, .. }) =
                message;
            passed.extend_from_slice(bytes);
        }
        (passed, found)
    }

    #[test]
    fn whole_messages_pass_unchanged_for_every_chunk_size() {
        for dialect in Dialect::ALL {
            let frames = [Frame::heartbeat(), Frame::event("1", "{\"a\":\"b\"}"), Frame::event("2", "3"), Frame::end()];
            let mut stream = Vec::new();
            for frame in &frames {
                dialect.encode(frame, &mut stream);
            }
            for size in 1..=stream.len() {
                let (bytes, found) = passed(dialect, &stream, size);
                assert_eq!(bytes, stream);
                assert_eq!(found.len(), 4, "{dialect:?}");
            }
        }
    }

    #[test]
    fn a_partial_event_is_held_back_with_the_comment_in_it() {
        let (bytes, _) = passed(Dialect::ServerSentEvents, b": one\n\nid: 7\n: two\ndata: 1\n", 3);
        assert_eq!(bytes, b": one\n");
        let (bytes, found) = passed(Dialect::ServerSentEvents, b"id: 7\r\n: two\r\ndata: 1\r\n\r\n", 4);
        assert!(matches!(found.as_slice(), [Message::Whole { event: Some(id), .. }] if id == "7"), "{found:?}");
        assert_eq!(bytes, b"id: 7\r\n: two\r\ndata: 1\r\n\r");
    }

    /// A regression test: each comment looked at all line breaks before it.
    #[test]
    fn many_line_breaks_are_counted_once() {
        const BREAKS: usize = 100_000;
        let (mut messages, mut found) = (Messages::new(Dialect::ServerSentEvents, EventForm::DEFAULT), Vec::new());
        messages.push(&b"\n".repeat(BREAKS), &mut found);
        messages.push(b"id: 7\n", &mut found);
        for _ in 0..BREAKS {
            messages.push(b":\n", &mut found);
        }
        assert!(found.is_empty());
        assert_eq!(messages.breaks, BREAKS);
        messages.push(b"data: 1\n\n:\n", &mut found);
        let events: Vec<_> = found.iter().filter(|one| matches!(one, Message::Whole { event: Some(_), .. })).collect();
        assert_eq!((events.len(), found.len(), messages.breaks), (1, 2, 0));
    }

    #[test]
    fn heartbeats_with_a_name_are_passed_on_one_by_one() {
        let form = EventForm::DEFAULT.heartbeat("ping");
        let (mut messages, mut found) = (Messages::new(Dialect::ServerSentEvents, form), Vec::new());
        for _ in 0..2 {
            messages.push(b"event: ping\ndata: {}\n\n", &mut found);
        }
        let ping = Message::Whole { bytes: "event: ping\ndata: {}\n\n".into(), event: None };
        assert!(matches!(found.as_slice(), [one, other] if *one == ping && *other == ping), "{found:?}");
    }

    #[test]
    fn a_byte_order_mark_is_removed() {
        let (bytes, _) = passed(Dialect::ServerSentEvents, b"\xef\xbb\xbfdata: 1\n\n", 1);
        assert_eq!(bytes, b"data: 1\n\n");
    }

    #[test]
    fn a_malformed_message_is_reported_and_nothing_after_it_is_read() {
        let (_, found) = passed(Dialect::Elements, b"[0,\"\"]\nwhat?\n[0,\"\"]\n", 100);
        assert!(matches!(found.as_slice(), [Message::Whole { .. }, Message::Malformed { .. }]), "{found:?}");
    }

    #[test]
    fn bytes_that_never_complete_a_message_are_bounded() {
        let (mut messages, mut found) = (Messages::new(Dialect::ServerSentEvents, EventForm::DEFAULT), Vec::new());
        for _ in 0..300_000 {
            messages.push(b"nothing\n", &mut found);
            if !found.is_empty() {
                break;
            }
        }
        assert!(matches!(found.as_slice(), [Message::Malformed { .. }]));
    }
}
