//! One end of a connection without input or output: bytes in, messages out, and the other way round, with the time from outside.

mod assembler;
mod codec;
#[cfg(test)]
mod tests;
mod ticking;
mod timers;

use std::time::{Duration, Instant};

use bytes::{Buf, Bytes, BytesMut};

use super::deflate::Agreed;
use super::{CloseFrame, ConnectionError, ConnectionOptions, DataMessage, Message, PingPolicy};

use self::assembler::Assembler;
use self::codec::{Bounds, Compression, Deflate, FrameCodec, Frames, Opcode};
pub(crate) use self::ticking::Tick;
use self::timers::Timers;

/// The longest payload of a control frame (RFC 6455 §5.5).
const MAX_CONTROL: usize = 125;

/// What a buffer keeps between messages; more is given back, so that one large message costs no memory for ever.
const KEPT: usize = 256 << 10;

/// Which end of the connection this is: a client masks what it sends, a server closes the transport first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The end that opened the connection.
    Client,
    /// The end that accepted it.
    Server,
}

/// The protocol's state.
pub(crate) struct Machine {
    role: Role,
    options: ConnectionOptions,
    frames: Box<dyn FrameCodec>,
    compression: Option<Box<dyn Compression>>,
    assembler: Assembler,
    timers: Timers,
    /// What was read from the transport and not taken yet.
    pub(crate) input: BytesMut,
    /// What is to be written to it.
    output: BytesMut,
    /// The latest ping that could not be answered yet. Answering the latest alone is allowed (RFC 6455 §5.5.3), which bounds it.
    unanswered: Option<Bytes>,
    pings: u64,
    close_sent: bool,
    /// Whether a close of the peer is answered only once our side has said all.
    half_closing: bool,
    /// The peer's close that waits for its answer.
    unanswered_close: Option<CloseFrame>,
    /// Why nothing can be written, while reading goes on.
    unsendable: Option<ConnectionError>,
    ended: Option<ConnectionError>,
}

impl Machine {
    pub(crate) fn new(role: Role, options: ConnectionOptions, agreed: Option<&Agreed>, now: Instant) -> Self {
        let compression = agreed.zip(options.deflate.as_ref()).map(|(agreed, deflate)| {
            let deflate: Box<dyn Compression> = Box::new(Deflate::new(role, *agreed, deflate));
            deflate
        });
        Self {
            role,
            frames: Box::new(Frames::new(role, compression.is_some())),
            assembler: Assembler::new(options.message_limit(), options.utf8),
            timers: Timers::new(&options, now),
            compression,
            options,
            input: BytesMut::new(),
            output: BytesMut::new(),
            unanswered: None,
            pings: 0,
            close_sent: false,
            half_closing: false,
            unanswered_close: None,
            unsendable: None,
            ended: None,
        }
    }

    pub(crate) fn role(&self) -> Role {
        self.role
    }

    pub(crate) fn options(&self) -> &ConnectionOptions {
        &self.options
    }

    /// Whether the closing handshake is complete, so that the peer ends the transport in its own time.
    pub(crate) fn is_agreed(&self) -> bool {
        matches!(self.ended, Some(ConnectionError::CloseRequest(_)))
    }

    /// Answers a close of the peer only once [`Machine::close`] is called, or the close time-out has passed: what was asked for before can still
    /// be said (RFC 6455 §5.5.1 lets an answer wait for what is being sent).
    pub(crate) fn half_close(&mut self) {
        self.half_closing = true;
    }

    /// Goes on for the close time-out at most, and then closes with 1001 unless that is done: what is due in farewell can still be said.
    pub(crate) fn leave(&mut self, now: Instant) {
        if self.open().is_ok() {
            self.timers.leaving(now);
        }
    }

    /// Whether nothing more is received and nothing can be sent, so that the transport can end.
    pub(crate) fn is_over(&self) -> bool {
        self.ended.is_some() && self.unanswered_close.is_none()
    }

    /// How long to wait for the peer's part of the closing handshake.
    pub(crate) fn close_timeout(&mut self, time: Duration, now: Instant) {
        self.timers.close_timeout(time, now);
    }

    /// Pings from now on, or no longer.
    pub(crate) fn ping_by(&mut self, policy: Option<PingPolicy>, now: Instant) {
        self.timers.ping_by(policy.as_ref(), now);
        self.options.ping = policy;
    }

    /// The transport takes nothing more.
    pub(crate) fn unsendable(&mut self, error: std::io::Error, now: Instant) {
        self.output.clear();
        self.unanswered = None;
        self.unanswered_close = None;
        self.unsendable.get_or_insert(ConnectionError::broken(error));
        self.timers.write(false, false, now);
        self.timers.closing(now);
    }

    /// Why what was put into the output may not have arrived, if so.
    pub(crate) fn lost(&self) -> Option<&ConnectionError> {
        let ended = self.ended.as_ref();
        let lost = |error: &&ConnectionError| error.is_closed() || matches!(error, ConnectionError::WriteTimeout(_));
        self.unsendable.as_ref().or(ended.filter(lost))
    }

    /// Why nothing more is received, if so.
    pub(crate) fn ended(&self) -> Option<&ConnectionError> {
        self.ended.as_ref()
    }

    /// The next message of the input, answered already where that is the protocol's business. `None` if more bytes are needed.
    pub(crate) fn receive(&mut self, now: Instant) -> Result<Option<Message>, ConnectionError> {
        if let Some(ended) = &self.ended {
            return Err(ended.clone());
        }
        let received = self.step(now);
        match &received {
            Ok(Some(Message::Text(_) | Message::Binary(_))) => self.timers.message(false, now),
            Ok(None) => {
                // Of a frame whose payload has not begun nothing is left in the input.
                let begun = !self.input.is_empty() || self.frames.partial().is_some() || self.assembler.in_progress();
                self.timers.message(begun, now);
            }
            Ok(Some(_)) => {}
            Err(error) => self.fail(error.clone(), now),
        }
        received
    }

    fn step(&mut self, now: Instant) -> Result<Option<Message>, ConnectionError> {
        loop {
            let bounds = Bounds {
                frame: self.options.frame_limit(),
                message: self.options.message_limit(),
                gathered: u64::try_from(self.assembler.gathered()).unwrap_or(u64::MAX),
            };
            let Some(frame) = self.frames.decode(&mut self.input, bounds)? else {
                if let Some(partial) = self.frames.partial() {
                    self.assembler.preview(partial, &self.input)?;
                }
                return Ok(None);
            };
            if frame.payload.len() > KEPT {
                let rest = std::mem::take(&mut self.input);
                self.input.extend_from_slice(&rest);
            }
            match frame.opcode {
                Opcode::Ping => {
                    self.answer(frame.payload.clone(), now);
                    return Ok(Some(Message::Ping(frame.payload)));
                }
                Opcode::Pong => {
                    self.timers.pong();
                    return Ok(Some(Message::Pong(frame.payload)));
                }
                Opcode::Close => return self.closed(&frame.payload, now).map(Some),
                Opcode::Continuation | Opcode::Text | Opcode::Binary => {
                    if let Some(message) = self.assembler.push(frame, self.compression.as_deref_mut())? {
                        return Ok(Some(message.into()));
                    }
                }
            }
        }
    }

    /// The peer closes: it is answered with what it said, unless we were first.
    fn closed(&mut self, body: &[u8], now: Instant) -> Result<Message, ConnectionError> {
        let frame = CloseFrame::decode(body).map_err(|fault| match fault {
            super::close::CloseFault::Protocol(what) => ConnectionError::Protocol(what),
            super::close::CloseFault::Utf8 => ConnectionError::InvalidUtf8,
        })?;
        if self.half_closing && !self.close_sent && self.unsendable.is_none() {
            self.timers.half_closed(now);
            self.unanswered_close = Some(frame.clone());
        } else {
            self.put_close(&frame, now);
        }
        self.ended = Some(ConnectionError::CloseRequest(frame.clone()));
        Ok(Message::Close(frame))
    }

    /// The transport has no more bytes.
    pub(crate) fn end_of_input(&mut self, error: Option<std::io::Error>, now: Instant) -> ConnectionError {
        if self.ended.is_none() {
            self.ended = Some(error.map_or(ConnectionError::ConnectionClosed(None), ConnectionError::broken));
        }
        self.unanswered_close = None;
        self.timers.closing(now);
        self.ended.clone().unwrap_or(ConnectionError::ConnectionClosed(None))
    }

    /// Fails the connection (RFC 6455 §7.1.7): a close frame if one can be sent, and nothing more is received.
    pub(crate) fn fail(&mut self, error: ConnectionError, now: Instant) {
        if self.ended.is_some() {
            return;
        }
        match self.farewell(&error) {
            Some(close) => self.put_close(&close, now),
            None => self.timers.closing(now),
        }
        self.ended = Some(error);
        self.input.clear();
    }

    /// What the peer is told of an error, if anything.
    fn farewell(&self, error: &ConnectionError) -> Option<CloseFrame> {
        match (error, &self.options.ping) {
            (ConnectionError::PongTimeout(_), Some(policy)) => {
                Some(CloseFrame::because(policy.give_up?, &error.to_string()))
            }
            _ => error.as_close(),
        }
    }

    /// Puts a data message into the output.
    pub(crate) fn send(&mut self, message: &DataMessage, now: Instant) -> Result<(), ConnectionError> {
        self.send_payload(message.is_text(), message.as_bytes(), now)
    }

    /// The same with borrowed bytes, which are UTF-8 if they are sent as text.
    pub(crate) fn send_payload(&mut self, text: bool, payload: &[u8], now: Instant) -> Result<(), ConnectionError> {
        self.open()?;
        let opcode = if text { Opcode::Text } else { Opcode::Binary };
        let compressed = match &mut self.compression {
            None => None,
            Some(compression) => compression.compress(payload)?,
        };
        let payload = compressed.as_deref().unwrap_or(payload);
        self.put_message(opcode, payload, compressed.is_some());
        self.timers.write(true, false, now);
        Ok(())
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
        self.control(Opcode::Ping, payload, now)
    }

    /// Puts a pong that nobody asked for into the output.
    pub(crate) fn pong(&mut self, payload: &[u8], now: Instant) -> Result<(), ConnectionError> {
        self.control(Opcode::Pong, payload, now)
    }

    fn control(&mut self, opcode: Opcode, payload: &[u8], now: Instant) -> Result<(), ConnectionError> {
        self.open()?;
        if payload.len() > MAX_CONTROL {
            return Err(ConnectionError::ControlTooLong(payload.len()));
        }
        self.frames.encode(opcode, payload, true, false, &mut self.output);
        self.timers.write(true, false, now);
        Ok(())
    }

    /// Begins the closing handshake.
    pub(crate) fn close(&mut self, frame: &CloseFrame, now: Instant) -> Result<(), ConnectionError> {
        self.open()?;
        // A bare 1000 says nothing of its own. Then the answer to the peer's close is what the peer said (RFC 6455 §5.5.1).
        let theirs = self.unanswered_close.take().filter(|_| *frame == CloseFrame::normal());
        self.put_close(theirs.as_ref().unwrap_or(frame), now);
        Ok(())
    }

    /// Whether something can be sent.
    pub(crate) fn open(&self) -> Result<(), ConnectionError> {
        let ended = self.ended.as_ref().filter(|_| self.unanswered_close.is_none());
        match ended.or(self.unsendable.as_ref()) {
            Some(ended) => Err(ended.clone()),
            None if self.close_sent => Err(ConnectionError::AlreadyClosing),
            None => Ok(()),
        }
    }

    fn put_close(&mut self, frame: &CloseFrame, now: Instant) {
        self.unanswered_close = None;
        if !self.close_sent && self.unsendable.is_none() {
            self.close_sent = true;
            self.unanswered = None;
            self.frames.encode(Opcode::Close, &frame.encode(), true, false, &mut self.output);
            self.timers.write(true, false, now);
        }
        self.timers.closing(now);
    }

    fn answer(&mut self, payload: Bytes, now: Instant) {
        if self.close_sent || self.unsendable.is_some() {
            // After a close frame nothing follows (RFC 6455 §5.5.1).
        } else if self.output.len() > self.options.write_buffer {
            self.unanswered = Some(payload);
        } else {
            self.frames.encode(Opcode::Pong, &payload, true, false, &mut self.output);
            self.timers.write(true, false, now);
        }
    }

    /// How much of a message is here that is not whole yet.
    #[cfg(feature = "foreign")]
    pub(crate) fn gathered(&self) -> u64 {
        u64::try_from(self.assembler.gathered()).unwrap_or(u64::MAX)
    }

    /// What is to be written.
    pub(crate) fn output(&self) -> &[u8] {
        &self.output
    }

    /// Whether senders must wait before they put more into the output.
    pub(crate) fn is_full(&self) -> bool {
        self.output.len() > self.options.write_buffer
    }

    /// Whether [`Machine::receive`] has something to say that it did not say before.
    pub(crate) fn has_news(&self) -> bool {
        !self.input.is_empty() || self.ended.is_some()
    }

    /// All of the output was written.
    pub(crate) fn all_written(&mut self) {
        self.output.clear();
        if self.output.capacity() > KEPT {
            self.output = BytesMut::new();
        }
        if let Some(payload) = self.unanswered.take() {
            self.frames.encode(Opcode::Pong, &payload, true, false, &mut self.output);
        }
        self.timers.all_written();
    }

    /// So many bytes of the output were written.
    pub(crate) fn written(&mut self, count: usize, now: Instant) {
        self.output.advance(count.min(self.output.len()));
        if self.output.is_empty()
            && let Some(payload) = self.unanswered.take()
        {
            self.answer(payload, now);
        }
        self.timers.write(!self.output.is_empty(), count > 0, now);
    }
}
