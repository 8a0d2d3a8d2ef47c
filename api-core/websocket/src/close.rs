//! Why a WebSocket closes: codes and reasons, and the body of a close frame (RFC 6455 §5.5.1 and §7.4).

use std::error::Error;
use std::fmt;

use bytes::{BufMut, BytesMut};

/// The longest reason in bytes: a control frame holds 125, two of them are the code's.
pub const MAX_REASON: usize = 123;

/// A close code.
///
/// [`CloseCode::new`] makes those that may go on the wire. What only an API says, [`CloseCode::NO_STATUS`] for instance, is a
/// constant, and can be read but is never sent as a number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CloseCode(u16);

impl CloseCode {
    /// 1000: the purpose is fulfilled.
    pub const NORMAL: Self = Self(1000);
    /// 1001: the server shuts down, or the page is left.
    pub const GOING_AWAY: Self = Self(1001);
    /// 1002: the peer broke the protocol.
    pub const PROTOCOL_ERROR: Self = Self(1002);
    /// 1003: a kind of data that cannot be taken.
    pub const UNSUPPORTED_DATA: Self = Self(1003);
    /// 1005: the close frame had no code. Never on the wire.
    pub const NO_STATUS: Self = Self(1005);
    /// 1006: there was no close frame. Never on the wire.
    pub const ABNORMAL: Self = Self(1006);
    /// 1007: data that is not of its type, a text that is not UTF-8 for instance.
    pub const INVALID_DATA: Self = Self(1007);
    /// 1008: against a policy, where nothing fits better.
    pub const POLICY: Self = Self(1008);
    /// 1009: a message is too big.
    pub const TOO_BIG: Self = Self(1009);
    /// 1010: the client needed an extension that was not negotiated.
    pub const EXTENSION_REQUIRED: Self = Self(1010);
    /// 1011: the server met what it did not expect.
    pub const INTERNAL_ERROR: Self = Self(1011);
    /// 1012: the service restarts.
    pub const SERVICE_RESTART: Self = Self(1012);
    /// 1013: too busy, try again later.
    pub const TRY_AGAIN_LATER: Self = Self(1013);
    /// 1014: a gateway got no proper answer from behind.
    pub const BAD_GATEWAY: Self = Self(1014);
    /// 1015: the TLS handshake failed. Never on the wire.
    pub const TLS_HANDSHAKE: Self = Self(1015);

    /// A code that may go on the wire: 1000 to 1003, 1007 to 1014, 3000 to 4999.
    ///
    /// # Errors
    /// For every other number.
    pub const fn new(code: u16) -> Result<Self, CloseError> {
        match code {
            1000..=1003 | 1007..=1014 | 3000..=4999 => Ok(Self(code)),
            _ => Err(CloseError::Code(code)),
        }
    }

    /// The number.
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// Whether the code may go on the wire.
    pub const fn is_on_wire(self) -> bool {
        Self::new(self.0).is_ok()
    }

    /// Whether it says that all went well: 1000, 1001, or no code at all.
    pub const fn is_ordinary(self) -> bool {
        matches!(self.0, 1000 | 1001 | 1005)
    }
}

impl fmt::Debug for CloseCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CloseCode({})", self.0)
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

/// A code and a reason: what a close frame says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CloseFrame {
    code: CloseCode,
    reason: Box<str>,
}

impl CloseFrame {
    /// A code with a reason of at most [`MAX_REASON`] bytes.
    ///
    /// # Errors
    /// If the reason is longer: it is not cut, since half a sentence may say the opposite.
    pub fn new(code: CloseCode, reason: impl Into<Box<str>>) -> Result<Self, CloseError> {
        let reason = reason.into();
        if reason.len() > MAX_REASON { Err(CloseError::Reason(reason.len())) } else { Ok(Self { code, reason }) }
    }

    /// A code without a reason. [`CloseCode::NO_STATUS`] makes an empty frame.
    pub fn code_only(code: CloseCode) -> Self {
        Self { code, reason: Box::default() }
    }

    /// 1000, without a reason.
    pub fn normal() -> Self {
        Self::code_only(CloseCode::NORMAL)
    }

    /// The code; [`CloseCode::NO_STATUS`] if the frame was empty.
    pub fn code(&self) -> CloseCode {
        self.code
    }

    /// The reason, empty if there is none.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// A code with a reason for logs, which is cut at a character boundary if it is longer than [`MAX_REASON`].
    pub fn because(code: CloseCode, reason: &str) -> Self {
        let end = (0..=MAX_REASON.min(reason.len())).rev().find(|end| reason.is_char_boundary(*end)).unwrap_or(0);
        Self { code, reason: reason.get(..end).unwrap_or_default().into() }
    }

    /// Reads the body of a close frame.
    pub(crate) fn decode(body: &[u8]) -> Result<Self, CloseFault> {
        match body {
            [] => Ok(Self::code_only(CloseCode::NO_STATUS)),
            [_] => Err(CloseFault::Protocol("a close frame with one byte")),
            [high, low, reason @ ..] => {
                let code = u16::from_be_bytes([*high, *low]);
                let code =
                    CloseCode::new(code).map_err(|_| CloseFault::Protocol("a close code that may not be sent"))?;
                let reason = std::str::from_utf8(reason).map_err(|_| CloseFault::Utf8)?;
                Ok(Self { code, reason: reason.into() })
            }
        }
    }

    /// Writes the body of a close frame: nothing for a code that may not go on the wire.
    pub(crate) fn encode(&self) -> BytesMut {
        let mut body = BytesMut::with_capacity(2 + self.reason.len());
        if self.code.is_on_wire() {
            body.put_u16(self.code.as_u16());
            body.put_slice(self.reason.as_bytes());
        }
        body
    }
}

impl fmt::Display for CloseFrame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.code)?;
        if self.reason.is_empty() { Ok(()) } else { write!(formatter, " ({})", self.reason) }
    }
}

/// What is wrong with a received close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseFault {
    Protocol(&'static str),
    Utf8,
}

/// Why a code or reason cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloseError {
    /// The code may not go on the wire.
    Code(u16),
    /// The reason has so many bytes.
    Reason(usize),
}

impl fmt::Display for CloseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => {
                write!(formatter, "{code} is no close code to send: expected 1000 to 1003, 1007 to 1014, 3000 to 4999")
            }
            Self::Reason(length) => {
                write!(formatter, "a close reason has at most {MAX_REASON} bytes of UTF-8, and this one has {length}")
            }
        }
    }
}

impl Error for CloseError {}

#[cfg(test)]
mod tests {
    use super::{CloseCode, CloseError, CloseFault, CloseFrame, MAX_REASON};

    #[test]
    fn codes_on_the_wire_are_those_of_the_registry() {
        for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535] {
            assert_eq!(CloseCode::new(code), Err(CloseError::Code(code)));
        }
        for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999] {
            assert_eq!(CloseCode::new(code).map(CloseCode::as_u16), Ok(code));
        }
        assert!(!CloseCode::NO_STATUS.is_on_wire() && CloseCode::NO_STATUS.is_ordinary());
    }

    #[test]
    fn a_reason_that_is_too_long_is_an_error_and_not_cut() {
        assert!(CloseFrame::new(CloseCode::NORMAL, "é".repeat(61)).is_ok());
        assert_eq!(CloseFrame::new(CloseCode::NORMAL, "é".repeat(62)), Err(CloseError::Reason(124)));
        assert_eq!(CloseFrame::because(CloseCode::POLICY, &"é".repeat(62)).reason().len(), MAX_REASON - 1);
    }

    #[test]
    fn bodies_of_close_frames() {
        let decoded = |body: &[u8]| CloseFrame::decode(body).map(|frame| (frame.code().as_u16(), frame.reason().len()));
        assert_eq!(decoded(b""), Ok((1005, 0)));
        assert_eq!(decoded(b"\x03\xe8"), Ok((1000, 0)));
        assert_eq!(decoded(b"\x03\xe8bye"), Ok((1000, 3)));
        assert_eq!(decoded(b"\x0f\xa0"), Ok((4000, 0)));
        assert!(matches!(decoded(b"\x03"), Err(CloseFault::Protocol(_))));
        assert!(matches!(decoded(b"\x03\xed"), Err(CloseFault::Protocol(_))));
        assert_eq!(decoded(b"\x03\xe8\xff"), Err(CloseFault::Utf8));
        let frame = CloseFrame::new(CloseCode::POLICY, "no").unwrap();
        assert_eq!(CloseFrame::decode(&frame.encode()), Ok(frame));
        assert!(CloseFrame::code_only(CloseCode::NO_STATUS).encode().is_empty());
    }
}
