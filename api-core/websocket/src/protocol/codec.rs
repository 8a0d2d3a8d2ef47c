//! Frames and compression behind two traits, which hide the codec crate from the state machine.

use bytes::{Bytes, BytesMut};
use sockudo_ws::DeflateWindowBits;
use sockudo_ws::deflate::{DeflateDecoder, DeflateEncoder};
use sockudo_ws::frame::{FrameParser, OpCode, encode_frame_with_rsv};
use sockudo_ws::mask::generate_mask;

use crate::deflate::{Negotiated, PermessageDeflate};
use crate::error::ConnectionError;
use crate::message::SizeLimit;
use crate::options::Role;

use super::prepared::Parameters;

/// The kind of a frame (RFC 6455 §5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

/// A frame with an unmasked payload.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) opcode: Opcode,
    pub(crate) last: bool,
    pub(crate) compressed: bool,
    pub(crate) payload: Bytes,
}

/// The part of a frame that has arrived, unmasked at the front of the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Partial {
    pub(crate) opcode: Opcode,
    pub(crate) compressed: bool,
    pub(crate) ready: usize,
}

/// Limits on the size that a frame announces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) frame: SizeLimit,
    pub(crate) message: SizeLimit,
    /// The size of the part of its message that has arrived.
    pub(crate) gathered: u64,
}

impl Bounds {
    #[inline]
    pub(super) fn check(self, size: u64) -> Result<(), ConnectionError> {
        if !self.frame.allows(size) {
            return Err(ConnectionError::FrameTooBig { size, limit: self.frame });
        }
        if !self.message.allows(self.gathered.saturating_add(size)) {
            return Err(ConnectionError::MessageTooBig { limit: self.message });
        }
        Ok(())
    }
}

/// Decoding and encoding of frames (RFC 6455 §5.2).
pub(crate) trait FrameCodec: Send {
    /// Removes one frame from the front of the input. `None` if it has not arrived completely.
    fn decode(&mut self, input: &mut BytesMut, bounds: Bounds) -> Result<Option<Frame>, ConnectionError>;

    /// Returns whether the input is at the start of a frame.
    fn is_between_frames(&self) -> bool;

    /// Returns the frame that has arrived in part.
    fn partial(&self) -> Option<Partial>;

    /// Appends one frame to the output, masked by a client.
    fn encode(&mut self, opcode: Opcode, payload: &[u8], last: bool, compressed: bool, out: &mut BytesMut);
}

/// Compression of messages (RFC 7692 §7.2).
pub(crate) trait Compression: Send {
    /// Returns the parameters of the compressed form of a message if it depends on no other message. `None` if it
    /// depends on the messages before it.
    fn independent(&self) -> Option<Parameters>;

    /// Returns whether a message of this length is too short to be compressed.
    fn is_short(&self, length: usize) -> bool;

    /// Compresses a message. `None` if it is to be sent uncompressed.
    fn compress(&mut self, message: &[u8]) -> Result<Option<Bytes>, ConnectionError>;

    /// Inflates a message, and stops as soon as it exceeds the limit.
    fn inflate(&mut self, compressed: &[u8], limit: SizeLimit) -> Result<Bytes, ConnectionError>;
}

pub(crate) struct Frames {
    role: Role,
    parser: FrameParser,
}

impl Frames {
    pub(super) fn new(role: Role, compressed: bool) -> Self {
        // `decode` checks the limits, because it reads the announced size.
        let mut parser = FrameParser::new(usize::MAX, role == Role::Server);
        parser.set_compression(compressed);
        Self { role, parser }
    }
}

impl FrameCodec for Frames {
    fn decode(&mut self, input: &mut BytesMut, bounds: Bounds) -> Result<Option<Frame>, ConnectionError> {
        if self.is_between_frames() {
            let Some(size) = announced(input) else { return Ok(None) };
            // Checks before the payload arrives, so that a refused payload is not buffered.
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

    #[inline]
    fn is_between_frames(&self) -> bool {
        self.parser.pending_payload().is_none()
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

/// Returns the size that a frame's header announces, once the header has arrived completely.
fn announced(input: &[u8]) -> Option<u64> {
    let (first, second) = (input.first()?, input.get(1)?);
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    let control = first & 0x08 != 0;
    let (length, header) = match second & 0x7f {
        126 => (u64::from(u16::from_be_bytes(*input.get(2..)?.first_chunk()?)), 4),
        127 => (u64::from_be_bytes(*input.get(2..)?.first_chunk()?), 10),
        short => (u64::from(short), 2),
    };
    // The parser refuses long control frames and a set top bit as protocol errors.
    let length = if control || length >> 63 != 0 { 0 } else { length };
    (input.len() >= header + mask).then_some(length)
}

fn broken(error: &sockudo_ws::Error) -> ConnectionError {
    ConnectionError::Protocol(match error {
        sockudo_ws::Error::Protocol(what) | sockudo_ws::Error::InvalidFrame(what) => what,
        _ => "a malformed frame",
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

/// permessage-deflate with the negotiated parameters, at one end. Each direction takes its memory, up to 256 KiB, for
/// its first compressed message: a connection that only sends prepared messages may never need that of sending.
pub(super) struct Deflate {
    local: Direction,
    peer: Direction,
    level: u8,
    threshold: usize,
    encoder: Option<DeflateEncoder>,
    decoder: Option<DeflateDecoder>,
}

/// The parameters of one direction.
#[derive(Debug, Clone, Copy)]
struct Direction {
    window: u8,
    no_context_takeover: bool,
}

impl Deflate {
    pub(super) fn new(role: Role, negotiated: Negotiated, options: &PermessageDeflate) -> Self {
        let server = Direction {
            window: negotiated.server_window.get(),
            no_context_takeover: negotiated.server_no_context_takeover,
        };
        let client = Direction {
            window: negotiated.client_window.get(),
            no_context_takeover: negotiated.client_no_context_takeover,
        };
        let (local, peer) = if role == Role::Server { (server, client) } else { (client, server) };
        let (level, threshold) = (options.compression_level(), options.compression_threshold());
        Self { local, peer, level, threshold, encoder: None, decoder: None }
    }
}

impl Compression for Deflate {
    fn independent(&self) -> Option<Parameters> {
        let parameters = Parameters { window: self.local.window, level: self.level };
        self.local.no_context_takeover.then_some(parameters)
    }

    fn is_short(&self, length: usize) -> bool {
        // The encoder would return no bytes for an empty message, which is not its compressed form (RFC 7692 §7.2.3.6).
        length == 0 || length < self.threshold
    }

    fn compress(&mut self, message: &[u8]) -> Result<Option<Bytes>, ConnectionError> {
        if self.is_short(message.len()) {
            return Ok(None);
        }
        let Self { local, level, threshold, encoder, .. } = self;
        let encoder = encoder.get_or_insert_with(|| {
            DeflateEncoder::new(window(local.window), local.no_context_takeover, (*level).into(), *threshold)
        });
        encoder.compress(message).map_err(ConnectionError::encode)
    }

    fn inflate(&mut self, compressed: &[u8], limit: SizeLimit) -> Result<Bytes, ConnectionError> {
        let peer = self.peer;
        let decoder =
            self.decoder.get_or_insert_with(|| DeflateDecoder::new(window(peer.window), peer.no_context_takeover));
        decoder.decompress(compressed, limit.as_usize()).map_err(|error| match error {
            sockudo_ws::Error::MessageTooLarge => ConnectionError::MessageTooBig { limit },
            _ => ConnectionError::Protocol("a compressed message that cannot be inflated"),
        })
    }
}

fn window(bits: u8) -> DeflateWindowBits {
    DeflateWindowBits::try_from(bits).unwrap_or(DeflateWindowBits::Bits15)
}
