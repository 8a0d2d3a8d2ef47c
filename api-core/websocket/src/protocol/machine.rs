//! The state machine of the protocol: decodes received bytes into messages, and encodes messages into bytes to send.

use std::io;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};

use crate::deflate::Negotiated;
use crate::error::ConnectionError;
use crate::message::{CloseFault, CloseFrame, DataMessage, Message};
use crate::options::{ConnectionOptions, PingPolicy, Role};

use super::assembler::Assembler;
use super::codec::{Bounds, Compression, Deflate, FrameCodec as _, Frames, Opcode};
use super::phase::{AnswerClose, Phase};
use super::timers::Timers;
use super::whole::take_whole;

/// Maximum capacity that a buffer keeps between messages. A larger buffer is freed, so that one large message does not
/// occupy memory until the end of the connection.
pub(super) const KEPT: usize = 256 << 10;

/// The state of the protocol.
pub(crate) struct Machine {
    pub(super) role: Role,
    pub(super) options: ConnectionOptions,
    pub(super) frames: Frames,
    pub(super) compression: Option<Box<dyn Compression>>,
    assembler: Assembler,
    bounds: Bounds,
    pub(super) timers: Timers,
    /// Bytes that were read from the transport and not decoded yet.
    pub(crate) input: BytesMut,
    /// Bytes to be written to the transport.
    pub(super) output: BytesMut,
    /// The latest ping that waits for room in the output. Answering the latest alone is allowed (RFC 6455 §5.5.3),
    /// which bounds it.
    pub(super) unanswered_ping: Option<Bytes>,
    /// Number of pings that were sent by the ping policy.
    pub(super) pings: u64,
    pub(super) phase: Phase,
    answer_close: AnswerClose,
}

impl Machine {
    pub(crate) fn new(role: Role, options: ConnectionOptions, deflate: Option<&Negotiated>, now: Instant) -> Self {
        let compression = deflate.zip(options.deflate.as_ref()).map(|(negotiated, wanted)| {
            let deflate: Box<dyn Compression> = Box::new(Deflate::new(role, *negotiated, wanted));
            deflate
        });
        Self {
            role,
            frames: Frames::new(role, compression.is_some()),
            assembler: Assembler::new(options.message_limit(), options.utf8),
            bounds: Bounds { frame: options.frame_limit(), message: options.message_limit(), gathered: 0 },
            timers: Timers::new(&options, now),
            compression,
            options,
            input: BytesMut::new(),
            output: BytesMut::new(),
            unanswered_ping: None,
            pings: 0,
            phase: Phase::Open,
            answer_close: AnswerClose::AtOnce,
        }
    }

    pub(crate) fn role(&self) -> Role {
        self.role
    }

    pub(crate) fn options(&self) -> &ConnectionOptions {
        &self.options
    }

    /// Disables the automatic answer to a close frame of the peer. [`Machine::close`] or the close time-out answers it.
    pub(crate) fn answer_close_later(&mut self) {
        self.answer_close = AnswerClose::ByProgram;
    }

    /// Closes with 1001 after the close time-out, unless the connection is closed before. Sending goes on meanwhile.
    pub(crate) fn shut_down(&mut self, now: Instant) {
        if self.phase.check_open().is_ok() {
            self.timers.shutting_down(now);
        }
    }

    /// Sets the close time-out.
    pub(crate) fn close_timeout(&mut self, time: Duration, now: Instant) {
        self.timers.close_timeout(time, now);
    }

    /// Starts, replaces or stops the pings.
    pub(crate) fn ping_by(&mut self, policy: Option<PingPolicy>, now: Instant) {
        self.timers.ping_by(policy.as_ref(), now);
        self.options.ping = policy;
    }

    /// Returns whether the peer has sent its close frame, after which it ends the transport.
    pub(crate) fn is_closed_by_peer(&self) -> bool {
        matches!(self.ended(), Some(ConnectionError::CloseRequest(_)))
    }

    /// Returns whether nothing more is received or sent, so that the transport can end.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }

    /// Returns the error that has ended receiving, if there is one.
    #[inline]
    pub(crate) fn ended(&self) -> Option<&ConnectionError> {
        self.phase.ended()
    }

    /// Returns the error because of which the output may not have arrived, if there is one.
    #[inline]
    pub(crate) fn lost(&self) -> Option<&ConnectionError> {
        self.phase.lost()
    }

    /// Returns whether neither end has started to close and nothing has failed.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open)
    }

    /// Returns an error unless messages can be sent.
    #[inline]
    pub(crate) fn check_open(&self) -> Result<(), ConnectionError> {
        self.phase.check_open()
    }

    /// Returns whether [`Machine::receive`] may return something new.
    #[inline]
    pub(crate) fn has_news(&self) -> bool {
        !self.input.is_empty() || self.ended().is_some()
    }

    /// Returns how much of an unfinished message has arrived.
    #[cfg(feature = "untrusted-input")]
    pub(crate) fn gathered(&self) -> u64 {
        u64::try_from(self.assembler.gathered()).unwrap_or(u64::MAX)
    }

    /// Returns the next message of the input, `None` if more bytes are needed.
    ///
    /// Pings and close frames are returned after they have been answered. `clock` returns the time. A whole message,
    /// which is the common case, does not need it.
    #[inline]
    pub(crate) fn receive(&mut self, clock: impl Fn() -> Instant) -> Result<Option<Message>, ConnectionError> {
        if let Some(ended) = self.ended() {
            return Err(ended.clone());
        }
        match self.receive_whole() {
            Some(message) => Ok(Some(message.into())),
            None => self.receive_any(clock()),
        }
    }

    /// Returns the message at the front of the input if it is one that needs neither the parser nor the clock. That it
    /// returns none says nothing. Called only while the connection is open for receiving.
    #[inline]
    pub(crate) fn receive_whole(&mut self) -> Option<DataMessage> {
        if self.assembler.in_progress() || !self.frames.is_between_frames() {
            return None;
        }
        let message = take_whole(self.role, self.bounds, self.options.utf8, &mut self.input)?;
        self.timers.message_complete();
        self.release_large(message.as_bytes().len());
        Some(message)
    }

    /// Returns the next message of the input, whatever its frames are.
    fn receive_any(&mut self, now: Instant) -> Result<Option<Message>, ConnectionError> {
        let received = self.step(now);
        match &received {
            Ok(Some(Message::Text(_) | Message::Binary(_))) => self.timers.message_complete(),
            Ok(None) => {
                // The header of a frame is removed from the input before its payload arrives.
                let begun = !self.input.is_empty() || self.frames.partial().is_some() || self.assembler.in_progress();
                if begun {
                    self.timers.message_begun(now);
                } else {
                    self.timers.message_complete();
                }
            }
            Ok(Some(_)) => {}
            Err(error) => self.fail(error.clone(), now),
        }
        received
    }

    fn step(&mut self, now: Instant) -> Result<Option<Message>, ConnectionError> {
        loop {
            let gathered = u64::try_from(self.assembler.gathered()).unwrap_or(u64::MAX);
            let Some(frame) = self.frames.decode(&mut self.input, Bounds { gathered, ..self.bounds })? else {
                if let Some(partial) = self.frames.partial() {
                    self.assembler.preview(partial, &self.input)?;
                }
                return Ok(None);
            };
            self.release_large(frame.payload.len());
            match frame.opcode {
                Opcode::Ping => {
                    self.answer_ping(frame.payload.clone(), now);
                    return Ok(Some(Message::Ping(frame.payload)));
                }
                Opcode::Pong => {
                    self.timers.pong();
                    return Ok(Some(Message::Pong(frame.payload)));
                }
                Opcode::Close => return self.closed_by_peer(&frame.payload, now).map(Some),
                Opcode::Continuation | Opcode::Text | Opcode::Binary => {
                    if let Some(message) = self.assembler.push(frame, self.compression.as_deref_mut())? {
                        return Ok(Some(message.into()));
                    }
                }
            }
        }
    }

    /// Leaves the memory of a large payload to its message, so that the rest of the input does not hold it.
    #[inline]
    fn release_large(&mut self, payload: usize) {
        if payload > KEPT {
            let rest = std::mem::take(&mut self.input);
            self.input.extend_from_slice(&rest);
        }
    }

    /// Answers the close frame of the peer with the same code and reason, unless this end has closed first.
    fn closed_by_peer(&mut self, body: &[u8], now: Instant) -> Result<Message, ConnectionError> {
        let frame = CloseFrame::decode(body).map_err(|fault| match fault {
            CloseFault::Protocol(what) => ConnectionError::Protocol(what),
            CloseFault::Utf8 => ConnectionError::InvalidUtf8,
        })?;
        let why = ConnectionError::CloseRequest(frame.clone());
        if self.answer_close == AnswerClose::ByProgram && self.phase.can_send() {
            self.timers.half_closed(now);
            self.phase = Phase::HalfClosed(why);
        } else {
            self.put_close(&frame, now);
            self.phase.end(why);
        }
        Ok(Message::Close(frame))
    }

    /// Handles the end of the input, or an error of reading.
    pub(crate) fn end_of_input(&mut self, error: Option<io::Error>, now: Instant) {
        self.phase.end(error.map_or(ConnectionError::ConnectionClosed(None), ConnectionError::broken));
        self.timers.closing(now);
    }

    /// Handles an error of writing.
    pub(crate) fn end_of_output(&mut self, error: io::Error, now: Instant) {
        self.output.clear();
        self.unanswered_ping = None;
        self.phase.write_failed(ConnectionError::broken(error));
        self.timers.write(false, false, now);
        self.timers.closing(now);
    }

    /// Fails the connection (RFC 6455 §7.1.7): sends a close frame if there is one for the error, and receives nothing
    /// more.
    pub(crate) fn fail(&mut self, error: ConnectionError, now: Instant) {
        if self.ended().is_some() {
            return;
        }
        match self.close_frame_for(&error) {
            Some(close) => self.put_close(&close, now),
            None => self.timers.closing(now),
        }
        self.phase.end(error);
        self.input.clear();
    }

    /// Returns the close frame that the peer gets for an error, if there is one.
    pub(super) fn close_frame_for(&self, error: &ConnectionError) -> Option<CloseFrame> {
        match (error, &self.options.ping) {
            (ConnectionError::PongTimeout(_), Some(policy)) => {
                Some(CloseFrame::truncated(policy.timeout_code?, &error.to_string()))
            }
            _ => error.as_close(),
        }
    }
}
