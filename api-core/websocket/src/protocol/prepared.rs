//! A message that is encoded, framed and compressed once for many connections.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use bytes::{Bytes, BytesMut};

use crate::message::DataMessage;

/// The length of the longest header without a mask.
const LONGEST_HEADER: usize = 10;

/// The largest number of compressed forms that one message keeps. Clients select the window, of which there are seven,
/// so without a bound they could make each message seven times as large.
const FORMS: usize = 3;

/// A text or binary message that is encoded once and sent to many connections, by
/// [`Sender::send_prepared`](crate::Sender::send_prepared) and
/// [`Sender::try_send_prepared`](crate::Sender::try_send_prepared). Clones share its bytes.
///
/// The frame of a server is the same bytes for every connection. So is the compressed frame for all connections with
/// the same window on which each message is compressed independently
/// ([`server_no_context_takeover`](crate::PermessageDeflate::server_no_context_takeover)): the first of them
/// compresses, and the message keeps at most three such frames. Every other connection encodes the message for itself:
/// with context takeover a message depends on those before it, and a client masks each frame
/// anew.
///
/// ```
/// use api_websocket::{PreparedMessage, Sender};
///
/// /// Sends to everyone who has room. Returns the connections whose peers do not read.
/// fn broadcast<'a>(text: &str, connections: &'a [Sender]) -> Vec<&'a Sender> {
///     let message = PreparedMessage::text(text);
///     connections.iter().filter(|connection| matches!(connection.try_send_prepared([&message]), Ok(0))).collect()
/// }
/// # let _ = broadcast;
/// ```
#[derive(Clone)]
pub struct PreparedMessage(Arc<Prepared>);

struct Prepared {
    text: bool,
    plain: Encoded,
    compressed: [OnceLock<Compressed>; FORMS],
}

/// The frame of a server, and where its payload begins.
pub(crate) struct Encoded {
    frame: Bytes,
    header: usize,
}

/// The form for some parameters. Without a frame it is sent uncompressed, because it would not be smaller.
struct Compressed {
    parameters: Parameters,
    encoded: Option<Encoded>,
}

/// What a message has for some parameters.
pub(crate) enum Form<'a> {
    Compressed(&'a Encoded),
    /// It is sent uncompressed.
    Uncompressed,
    /// It keeps forms for other parameters, and no more.
    NotKept,
}

/// The parameters on which the compressed form of an independent message depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parameters {
    pub(crate) window: u8,
    pub(crate) level: u8,
}

impl PreparedMessage {
    /// Prepares a text message.
    pub fn text(text: &str) -> Self {
        Self::new(true, text.as_bytes())
    }

    /// Prepares a binary message.
    pub fn binary(payload: &[u8]) -> Self {
        Self::new(false, payload)
    }

    /// Prepares a value as JSON in a text message.
    ///
    /// ```
    /// use api_websocket::PreparedMessage;
    ///
    /// let message = PreparedMessage::json(&[1, 2])?;
    /// assert_eq!(message.as_bytes(), b"[1,2]");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if the value cannot be written as JSON.
    #[cfg(feature = "json")]
    pub fn json(value: &impl serde::Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self::new(true, &serde_json::to_vec(value)?))
    }

    fn new(text: bool, payload: &[u8]) -> Self {
        let plain = Encoded::new(text, false, payload);
        Self(Arc::new(Prepared { text, plain, compressed: [const { OnceLock::new() }; FORMS] }))
    }

    /// Returns whether it is a text message.
    pub fn is_text(&self) -> bool {
        self.0.text
    }

    /// Returns the text. Empty for a binary message that is not UTF-8. The bytes are validated again, since this crate
    /// has no unsafe code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Returns the payload, without any work.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.plain.payload()
    }

    /// Returns the form without compression.
    pub(crate) fn plain(&self) -> &Encoded {
        &self.0.plain
    }

    /// Returns the form for an independently compressed message, which `compress` produces if no connection did before.
    pub(crate) fn compressed(
        &self,
        parameters: Parameters,
        mut compress: impl FnMut(&[u8]) -> Option<Bytes>,
    ) -> Form<'_> {
        let kept = self.0.compressed.iter().find_map(|form| {
            let form = form.get_or_init(|| {
                let encoded = compress(self.as_bytes()).map(|payload| Encoded::new(self.0.text, true, &payload));
                Compressed { parameters, encoded }
            });
            (form.parameters == parameters).then(|| form.encoded.as_ref().map_or(Form::Uncompressed, Form::Compressed))
        });
        kept.unwrap_or(Form::NotKept)
    }
}

impl From<&DataMessage> for PreparedMessage {
    fn from(message: &DataMessage) -> Self {
        Self::new(message.is_text(), message.as_bytes())
    }
}

impl PartialEq for PreparedMessage {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.is_text() == other.is_text() && self.as_bytes() == other.as_bytes())
    }
}

impl Eq for PreparedMessage {}

impl Hash for PreparedMessage {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl std::fmt::Debug for PreparedMessage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_text() {
            self.as_str().fmt(formatter)
        } else {
            self.0.plain.frame.slice(self.0.plain.header..).fmt(formatter)
        }
    }
}

impl Encoded {
    fn new(text: bool, compressed: bool, payload: &[u8]) -> Self {
        let mut frame = BytesMut::with_capacity(LONGEST_HEADER + payload.len());
        put_header(text, compressed, payload.len(), &mut frame);
        let header = frame.len();
        frame.extend_from_slice(payload);
        Self { header, frame: frame.freeze() }
    }

    /// Returns the bytes that a server sends, in one fragment.
    pub(crate) fn frame(&self) -> &[u8] {
        &self.frame
    }

    pub(crate) fn payload(&self) -> &[u8] {
        self.frame.get(self.header..).unwrap_or_default()
    }
}

/// Appends a message in one frame that is neither compressed nor masked.
#[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
#[inline(always)]
pub(super) fn put_plain(text: bool, payload: &[u8], output: &mut BytesMut) {
    output.reserve(LONGEST_HEADER + payload.len());
    put_header(text, false, payload.len(), output);
    output.extend_from_slice(payload);
}

/// Appends the header of the only frame of a message, without a mask (RFC 6455 §5.2, RFC 7692 §6).
#[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
#[inline(always)]
fn put_header(text: bool, compressed: bool, length: usize, output: &mut BytesMut) {
    let first = if text { 0x81 } else { 0x82 } | if compressed { 0x40 } else { 0 };
    match u16::try_from(length).map(u16::to_be_bytes) {
        Ok([0, short @ 0..126]) => output.extend_from_slice(&[first, short]),
        Ok([high, low]) => output.extend_from_slice(&[first, 126, high, low]),
        Err(_) => {
            output.extend_from_slice(&[first, 127]);
            output.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{FORMS, Form, Parameters, PreparedMessage};

    #[test]
    fn the_frame_is_the_header_of_a_server_and_the_payload() {
        let table = [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)];
        for (length, header) in table {
            let text = "x".repeat(length);
            for (prepared, first) in
                [(PreparedMessage::text(&text), 0x81), (PreparedMessage::binary(text.as_bytes()), 0x82)]
            {
                let frame = prepared.plain().frame();
                assert_eq!((prepared.as_str(), frame.len(), frame[0]), (&*text, header + length, first));
            }
        }
    }

    #[test]
    fn each_parameters_are_compressed_for_once_and_no_more_forms_are_kept_than_the_bound() {
        let prepared = PreparedMessage::text("hello hello hello");
        let mut calls = 0;
        for round in 0..2 {
            for window in 9..16 {
                let parameters = Parameters { window, level: 6 };
                let form = prepared.compressed(parameters, |_| {
                    calls += 1;
                    (window > 9).then(|| Bytes::copy_from_slice(&[window]))
                });
                let kept = usize::from(window - 9) < FORMS;
                match form {
                    Form::Compressed(form) => assert_eq!((kept, form.frame()), (true, &[0xc1, 1, window][..])),
                    Form::Uncompressed => assert_eq!((kept, window), (true, 9)),
                    Form::NotKept => assert!(!kept, "round {round}, {window} bits"),
                }
            }
        }
        assert_eq!(calls, FORMS);
    }
}
