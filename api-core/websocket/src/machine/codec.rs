//! Frames and compression, behind two narrow traits: the only place that knows how the codec crate does them.

use bytes::{Bytes, BytesMut};
use sockudo_ws::DeflateWindowBits;
use sockudo_ws::deflate::{DeflateDecoder, DeflateEncoder};
use sockudo_ws::frame::{FrameParser, OpCode, encode_frame_with_rsv};
use sockudo_ws::mask::generate_mask;

use super::super::deflate::{Agreed, PermessageDeflate};
use super::super::{ConnectionError, SizeLimit};
use super::Role;

/// What a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

/// A frame with its payload unmasked.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) opcode: Opcode,
    pub(crate) last: bool,
    pub(crate) compressed: bool,
    pub(crate) payload: Bytes,
}

/// The part of a frame that is here already, unmasked at the front of the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Partial {
    pub(crate) opcode: Opcode,
    pub(crate) compressed: bool,
    pub(crate) ready: usize,
}

/// What a frame may announce.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) frame: SizeLimit,
    pub(crate) message: SizeLimit,
    /// The part of its message that is here already.
    pub(crate) gathered: u64,
}

impl Bounds {
    fn check(self, size: u64) -> Result<(), ConnectionError> {
        if !self.frame.allows(size) {
            return Err(ConnectionError::FrameTooBig { size, limit: self.frame });
        }
        if !self.message.allows(self.gathered.saturating_add(size)) {
            return Err(ConnectionError::MessageTooBig { limit: self.message });
        }
        Ok(())
    }
}

/// Frames from bytes and bytes from frames (RFC 6455 §5.2).
pub(crate) trait FrameCodec: Send {
    /// Takes one frame off the front of the input, once it is all there.
    fn decode(&mut self, input: &mut BytesMut, bounds: Bounds) -> Result<Option<Frame>, ConnectionError>;

    /// The frame that is not all there yet.
    fn partial(&self) -> Option<Partial>;

    /// Appends one frame, masked if we are the client.
    fn encode(&mut self, opcode: Opcode, payload: &[u8], last: bool, compressed: bool, out: &mut BytesMut);
}

/// Messages compressed and inflated (RFC 7692 §7.2).
pub(crate) trait Compression: Send {
    /// A compressed message; `None` if it is to be sent as it is.
    fn compress(&mut self, message: &[u8]) -> Result<Option<Bytes>, ConnectionError>;

    /// The message of compressed bytes; stops as soon as it passes the limit.
    fn inflate(&mut self, compressed: &[u8], limit: SizeLimit) -> Result<Bytes, ConnectionError>;
}

pub(super) struct Frames {
    role: Role,
    parser: FrameParser,
}

impl Frames {
    pub(super) fn new(role: Role, compressed: bool) -> Self {
        // The limit is ours to check, where the size that is announced is known.
        let mut parser = FrameParser::new(usize::MAX, role == Role::Server);
        parser.set_compression(compressed);
        Self { role, parser }
    }
}

impl FrameCodec for Frames {
    fn decode(&mut self, input: &mut BytesMut, bounds: Bounds) -> Result<Option<Frame>, ConnectionError> {
        if self.parser.pending_payload().is_none() {
            let Some(size) = announced(input) else { return Ok(None) };
            // Before the payload comes, so that nothing is gathered that will not be taken.
            bounds.check(size)?;
        }
        let frame = self.parser.parse(input).map_err(|error| broken(&error))?;
        Ok(frame.map(|frame| Frame {
            opcode: opcode(frame.header.opcode),
            last: frame.header.fin,
            compressed: frame.header.rsv1,
            payload: frame.payload,
        }))
    }

    fn partial(&self) -> Option<Partial> {
        let pending = self.parser.pending_payload()?;
        Some(Partial { opcode: opcode(pending.opcode), compressed: pending.rsv1, ready: pending.ready })
    }

    fn encode(&mut self, opcode: Opcode, payload: &[u8], last: bool, compressed: bool, out: &mut BytesMut) {
        let mask = (self.role == Role::Client).then(generate_mask);
        encode_frame_with_rsv(out, code(opcode), payload, last, mask, compressed);
    }
}

/// The size that a frame's header announces, once the header is whole.
fn announced(input: &[u8]) -> Option<u64> {
    let (first, second) = (input.first()?, input.get(1)?);
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    let control = first & 0x08 != 0;
    let (length, header) = match second & 0x7f {
        126 => (u64::from(u16::from_be_bytes(*input.get(2..)?.first_chunk()?)), 4),
        127 => (u64::from_be_bytes(*input.get(2..)?.first_chunk()?), 10),
        short => (u64::from(short), 2),
    };
    // A control frame is too long by the protocol's own rule, which the parser knows, as it does that of the top bit.
    let length = if control || length >> 63 != 0 { 0 } else { length };
    (input.len() >= header + mask).then_some(length)
}

fn broken(error: &sockudo_ws::Error) -> ConnectionError {
    ConnectionError::Protocol(match error {
        sockudo_ws::Error::Protocol(what) | sockudo_ws::Error::InvalidFrame(what) => what,
        _ => "a frame that cannot be read",
    })
}

fn opcode(code: OpCode) -> Opcode {
    match code {
        OpCode::Continuation => Opcode::Continuation,
        OpCode::Text => Opcode::Text,
        OpCode::Binary => Opcode::Binary,
        OpCode::Close => Opcode::Close,
        OpCode::Ping => Opcode::Ping,
        OpCode::Pong => Opcode::Pong,
    }
}

fn code(opcode: Opcode) -> OpCode {
    match opcode {
        Opcode::Continuation => OpCode::Continuation,
        Opcode::Text => OpCode::Text,
        Opcode::Binary => OpCode::Binary,
        Opcode::Close => OpCode::Close,
        Opcode::Ping => OpCode::Ping,
        Opcode::Pong => OpCode::Pong,
    }
}

/// permessage-deflate as it was agreed, seen from one end.
pub(super) struct Deflate {
    encoder: DeflateEncoder,
    decoder: DeflateDecoder,
}

impl Deflate {
    pub(super) fn new(role: Role, agreed: Agreed, options: &PermessageDeflate) -> Self {
        let server = (window(agreed.server_window.get()), agreed.server_no_context_takeover);
        let client = (window(agreed.client_window.get()), agreed.client_no_context_takeover);
        let (ours, theirs) = if role == Role::Server { (server, client) } else { (client, server) };
        Self {
            encoder: DeflateEncoder::new(
                ours.0,
                ours.1,
                options.compression_level().into(),
                options.compression_threshold(),
            ),
            decoder: DeflateDecoder::new(theirs.0, theirs.1),
        }
    }
}

impl Compression for Deflate {
    fn compress(&mut self, message: &[u8]) -> Result<Option<Bytes>, ConnectionError> {
        // To flush nothing twice gives nothing, which is not what an empty message is compressed to (RFC 7692 §7.2.3.6).
        if message.is_empty() {
            return Ok(None);
        }
        self.encoder.compress(message).map_err(ConnectionError::encode)
    }

    fn inflate(&mut self, compressed: &[u8], limit: SizeLimit) -> Result<Bytes, ConnectionError> {
        self.decoder.decompress(compressed, limit.as_usize()).map_err(|error| match error {
            sockudo_ws::Error::MessageTooLarge => ConnectionError::MessageTooBig { limit },
            _ => ConnectionError::Protocol("a compressed message that cannot be inflated"),
        })
    }
}

fn window(bits: u8) -> DeflateWindowBits {
    DeflateWindowBits::try_from(bits).unwrap_or(DeflateWindowBits::Bits15)
}
