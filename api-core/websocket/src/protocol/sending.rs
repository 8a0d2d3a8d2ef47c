//! Sending: messages and control frames are encoded into the output, which the transport writes.

use std::time::Instant;

use bytes::{Buf as _, Bytes, BytesMut};

use crate::error::ConnectionError;
use crate::message::{CloseFrame, DataMessage};
use crate::options::Role;

use super::codec::{FrameCodec as _, Opcode};
use super::machine::{KEPT, Machine};
use super::prepared::{Encoded, Form, PreparedMessage, put_plain};

/// The longest payload of a control frame (RFC 6455 §5.5).
const MAX_CONTROL: usize = 125;

impl Machine {
    /// Puts a data message into the output.
    pub(crate) fn send(&mut self, message: &DataMessage, now: Instant) -> Result<(), ConnectionError> {
        self.send_payload(message.is_text(), message.as_bytes(), now)
    }

    /// Puts a data message into the output. The payload of a text is UTF-8.
    pub(crate) fn send_payload(&mut self, text: bool, payload: &[u8], now: Instant) -> Result<(), ConnectionError> {
        self.put_payload(text, payload)?;
        self.timers.write(true, false, now);
        Ok(())
    }

    /// Puts a data message into the output, which the caller writes at once. [`Machine::output_waits`] follows if the
    /// transport does not take all of it.
    #[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
    #[inline(always)]
    pub(crate) fn put_payload(&mut self, text: bool, payload: &[u8]) -> Result<(), ConnectionError> {
        if self.sends_plainly(payload.len()) && self.is_open() {
            put_plain(text, payload, &mut self.output);
            return Ok(());
        }
        self.put_any(text, payload)
    }

    fn put_any(&mut self, text: bool, payload: &[u8]) -> Result<(), ConnectionError> {
        self.check_open()?;
        let opcode = if text { Opcode::Text } else { Opcode::Binary };
        let compressed = match &mut self.compression {
            None => None,
            Some(compression) => compression.compress(payload)?,
        };
        let payload = compressed.as_deref().unwrap_or(payload);
        self.put_message(opcode, payload, compressed.is_some());
        Ok(())
    }

    /// Returns whether a message of this length is sent in one frame that is neither compressed nor masked.
    #[inline]
    pub(crate) fn sends_plainly(&self, length: usize) -> bool {
        self.role == Role::Server
            && self.compression.is_none()
            && self.options.fragment.is_none_or(|size| length <= size)
    }

    /// Puts a prepared message into the output.
    pub(crate) fn send_prepared(&mut self, message: &PreparedMessage, now: Instant) -> Result<(), ConnectionError> {
        self.put_prepared(message)?;
        self.timers.write(true, false, now);
        Ok(())
    }

    /// Puts a prepared message into the output, as [`Machine::put_payload`] does.
    pub(crate) fn put_prepared(&mut self, message: &PreparedMessage) -> Result<(), ConnectionError> {
        self.check_open()?;
        match self.form_of(message) {
            None => self.put_payload(message.is_text(), message.as_bytes()),
            Some((form, _)) if self.sends_whole(form) => {
                self.output.extend_from_slice(form.frame());
                Ok(())
            }
            Some((form, compressed)) => {
                let opcode = if message.is_text() { Opcode::Text } else { Opcode::Binary };
                self.put_message(opcode, form.payload(), compressed);
                Ok(())
            }
        }
    }

    /// Returns the frame that this connection sends for a prepared message, if it is one that others send too.
    pub(crate) fn shared_frame<'a>(&mut self, message: &'a PreparedMessage) -> Option<&'a [u8]> {
        let (form, _) = self.form_of(message)?;
        self.sends_whole(form).then(|| form.frame())
    }

    /// Returns the form of a prepared message for this connection, and whether it is compressed. `None` if only this
    /// connection can compress it.
    fn form_of<'a>(&mut self, message: &'a PreparedMessage) -> Option<(&'a Encoded, bool)> {
        let plain = (message.plain(), false);
        let Some(compression) = &mut self.compression else { return Some(plain) };
        if compression.is_short(message.as_bytes().len()) {
            return Some(plain);
        }
        let parameters = compression.independent()?;
        // A message that cannot be compressed can still be sent.
        match message.compressed(parameters, |payload| compression.compress(payload).ok().flatten()) {
            Form::Compressed(form) => Some((form, true)),
            Form::Uncompressed => Some(plain),
            Form::NotKept => None,
        }
    }

    fn sends_whole(&self, form: &Encoded) -> bool {
        self.role == Role::Server && self.options.fragment.is_none_or(|size| form.payload().len() <= size)
    }

    /// Puts the rest of an encoded frame into the output.
    pub(crate) fn put_encoded(&mut self, rest: &[u8], now: Instant) {
        self.output.extend_from_slice(rest);
        self.timers.write(true, true, now);
    }

    fn put_message(&mut self, opcode: Opcode, payload: &[u8], compressed: bool) {
        let size = self.options.fragment.unwrap_or(usize::MAX);
        let Some((first, mut rest)) = payload.split_at_checked(size) else {
            return self.frames.encode(opcode, payload, true, compressed, &mut self.output);
        };
        self.frames.encode(opcode, first, rest.is_empty(), compressed, &mut self.output);
        while !rest.is_empty() {
            let (next, after) = rest.split_at(size.min(rest.len()));
            self.frames.encode(Opcode::Continuation, next, after.is_empty(), false, &mut self.output);
            rest = after;
        }
    }

    /// Puts a ping into the output.
    pub(crate) fn ping(&mut self, payload: &[u8], now: Instant) -> Result<(), ConnectionError> {
        self.put_control(Opcode::Ping, payload, now)
    }

    /// Puts an unsolicited pong into the output.
    pub(crate) fn pong(&mut self, payload: &[u8], now: Instant) -> Result<(), ConnectionError> {
        self.put_control(Opcode::Pong, payload, now)
    }

    fn put_control(&mut self, opcode: Opcode, payload: &[u8], now: Instant) -> Result<(), ConnectionError> {
        self.check_open()?;
        if payload.len() > MAX_CONTROL {
            return Err(ConnectionError::ControlTooLong(payload.len()));
        }
        self.frames.encode(opcode, payload, true, false, &mut self.output);
        self.timers.write(true, false, now);
        Ok(())
    }

    /// Starts the closing handshake, or completes it if the peer has started it.
    pub(crate) fn close(&mut self, frame: &CloseFrame, now: Instant) -> Result<(), ConnectionError> {
        self.check_open()?;
        // 1000 without a reason carries no information. The answer repeats the peer's close frame (RFC 6455 §5.5.1).
        let echoed = self.phase.unanswered_close().filter(|_| *frame == CloseFrame::normal()).cloned();
        self.put_close(echoed.as_ref().unwrap_or(frame), now);
        Ok(())
    }

    pub(super) fn put_close(&mut self, frame: &CloseFrame, now: Instant) {
        if self.phase.can_send() {
            self.unanswered_ping = None;
            self.frames.encode(Opcode::Close, &frame.encode(), true, false, &mut self.output);
            self.timers.write(true, false, now);
        }
        self.phase.close_sent();
        self.timers.closing(now);
    }

    /// Answers a ping, now or once there is room in the output. Nothing follows a close frame (RFC 6455 §5.5.1).
    pub(super) fn answer_ping(&mut self, payload: Bytes, now: Instant) {
        if !self.phase.can_send() {
            return;
        }
        if self.output.len() > self.options.write_buffer {
            self.unanswered_ping = Some(payload);
        } else {
            self.frames.encode(Opcode::Pong, &payload, true, false, &mut self.output);
            self.timers.write(true, false, now);
        }
    }

    /// Returns the bytes to be written.
    #[inline]
    pub(crate) fn output(&self) -> &[u8] {
        &self.output
    }

    /// Returns whether the output is so full that senders wait.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.output.len() > self.options.write_buffer
    }

    /// Records that the transport takes nothing of the output now.
    pub(crate) fn output_waits(&mut self, now: Instant) {
        self.timers.write(true, false, now);
    }

    /// Records that all of the output was written.
    #[inline]
    pub(crate) fn all_written(&mut self) {
        self.output.clear();
        if self.output.capacity() > KEPT {
            self.output = BytesMut::new();
        }
        if let Some(payload) = self.unanswered_ping.take() {
            self.frames.encode(Opcode::Pong, &payload, true, false, &mut self.output);
        }
        self.timers.all_written();
    }

    /// Records that the first `count` bytes of the output were written.
    pub(crate) fn written(&mut self, count: usize, now: Instant) {
        self.output.advance(count.min(self.output.len()));
        if self.output.is_empty()
            && let Some(payload) = self.unanswered_ping.take()
        {
            self.answer_ping(payload, now);
        }
        self.timers.write(!self.output.is_empty(), count > 0, now);
    }
}
