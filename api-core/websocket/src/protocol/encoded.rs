//! A text message that is encoded once for many connections.

use bytes::{Bytes, BytesMut};

use crate::options::Role;

use super::codec::{FrameCodec as _, Frames, Opcode};

/// A text message with its frame, encoded once and shared by all connections of a server that send it with
/// [`Sender::try_send_encoded`](crate::Sender::try_send_encoded). Clones share the bytes.
///
/// A connection that compresses, or that sends in fragments, encodes the text for itself.
///
/// ```
/// use api_websocket::EncodedText;
///
/// let text = EncodedText::new("hello");
/// assert_eq!(text.as_str(), "hello");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EncodedText {
    /// The frame of a server, whose end is the text.
    frame: Bytes,
    header: usize,
}

impl EncodedText {
    /// Encodes a text.
    pub fn new(text: &str) -> Self {
        let mut frame = BytesMut::new();
        Frames::new(Role::Server, false).encode(Opcode::Text, text.as_bytes(), true, false, &mut frame);
        Self { header: frame.len() - text.len(), frame: frame.freeze() }
    }

    /// Returns the text. The bytes are validated again, since this crate has no unsafe code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Returns the text as bytes of UTF-8, without any work.
    pub fn as_bytes(&self) -> &[u8] {
        self.frame.get(self.header..).unwrap_or_default()
    }

    /// Returns the bytes that a server sends, without compression and in one fragment.
    pub(crate) fn frame(&self) -> &[u8] {
        &self.frame
    }
}

impl std::fmt::Debug for EncodedText {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_str().fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::EncodedText;

    #[test]
    fn the_frame_is_the_header_of_a_server_and_the_text() {
        let table = [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)];
        for (length, header) in table {
            let text = "x".repeat(length);
            let encoded = EncodedText::new(&text);
            assert_eq!((encoded.as_str(), encoded.frame().len()), (&*text, header + length));
            assert_eq!(encoded.frame()[0], 0x81);
        }
    }
}
