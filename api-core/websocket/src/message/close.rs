//! Close codes, reasons, and the body of a close frame (RFC 6455 §5.5.1 and §7.4).

use std::error::Error;
use std::fmt;

use bytes::{BufMut, BytesMut};

/// A close code (RFC 6455 §7.4).
///
/// [`CloseCode::new`] takes the codes that may be sent. The codes that only describe what was received, such as
/// [`CloseCode::NO_STATUS`], exist as constants alone.
///
/// ```
/// use api_websocket::CloseCode;
///
/// assert_eq!(CloseCode::new(4001).map(CloseCode::as_u16), Ok(4001));
/// assert!(CloseCode::new(1005).is_err());
/// assert!(!CloseCode::NO_STATUS.is_on_wire());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CloseCode(u16);

impl CloseCode {
    /// 1000: the connection has served its purpose.
    pub const NORMAL: Self = Self(1000);
    /// 1001: the server shuts down, or the browser leaves the page.
    pub const GOING_AWAY: Self = Self(1001);
    /// 1002: the peer violated the protocol.
    pub const PROTOCOL_ERROR: Self = Self(1002);
    /// 1003: a kind of data that the endpoint cannot accept.
    pub const UNSUPPORTED_DATA: Self = Self(1003);
    /// 1005: the close frame had no code. Never sent.
    pub const NO_STATUS: Self = Self(1005);
    /// 1006: there was no close frame. Never sent.
    pub const ABNORMAL: Self = Self(1006);
    /// 1007: data that does not match the type of the message, such as a text that is not UTF-8.
    pub const INVALID_DATA: Self = Self(1007);
    /// 1008: a violation of a policy, where no other code fits.
    pub const POLICY: Self = Self(1008);
    /// 1009: a message is too big.
    pub const TOO_BIG: Self = Self(1009);
    /// 1010: the client needs an extension that was not negotiated.
    pub const EXTENSION_REQUIRED: Self = Self(1010);
    /// 1011: the server met an unexpected condition.
    pub const INTERNAL_ERROR: Self = Self(1011);
    /// 1012: the service restarts.
    pub const SERVICE_RESTART: Self = Self(1012);
    /// 1013: the server is overloaded; try again later.
    pub const TRY_AGAIN_LATER: Self = Self(1013);
    /// 1014: a gateway got an invalid response from its upstream server.
    pub const BAD_GATEWAY: Self = Self(1014);
    /// 1015: the TLS handshake failed. Never sent.
    pub const TLS_HANDSHAKE: Self = Self(1015);

    /// Creates a code that may be sent: 1000 to 1003, 1007 to 1014, 3000 to 4999.
    ///
    /// # Errors
    /// Returns an error for any other number.
    pub const fn new(code: u16) -> Result<Self, CloseError> {
        match code {
            1000..=1003 | 1007..=1014 | 3000..=4999 => Ok(Self(code)),
            _ => Err(CloseError::Code(code)),
        }
    }

    /// Returns the number.
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// Returns whether the code may be sent.
    pub const fn is_on_wire(self) -> bool {
        Self::new(self.0).is_ok()
    }

    /// Returns whether the code stands for an expected end: 1000, 1001, or no code.
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

/// The content of a close frame: a code and a reason.
///
/// ```
/// use api_websocket::{CloseCode, CloseFrame};
///
/// # fn main() -> Result<(), api_websocket::CloseError> {
/// let frame = CloseFrame::new(CloseCode::POLICY, "too many messages")?;
/// assert_eq!(frame.to_string(), "1008 (too many messages)");
/// assert!(CloseFrame::new(CloseCode::NORMAL, "x".repeat(124)).is_err());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CloseFrame {
    code: CloseCode,
    reason: Box<str>,
}

impl CloseFrame {
    /// The longest reason in bytes: a control frame holds 125, of which the code takes two.
    pub const MAX_REASON: usize = 123;

    /// Creates a frame with a reason of at most [`CloseFrame::MAX_REASON`] bytes.
    ///
    /// # Errors
    /// Returns an error if the reason is longer. It is not cut, since a cut can change its meaning.
    pub fn new(code: CloseCode, reason: impl Into<Box<str>>) -> Result<Self, CloseError> {
        let reason = reason.into();
        if reason.len() > Self::MAX_REASON { Err(CloseError::Reason(reason.len())) } else { Ok(Self { code, reason }) }
    }

    /// Creates a frame without a reason. [`CloseCode::NO_STATUS`] makes an empty frame.
    pub fn code_only(code: CloseCode) -> Self {
        Self { code, reason: Box::default() }
    }

    /// Creates a frame with 1000 and without a reason.
    pub fn normal() -> Self {
        Self::code_only(CloseCode::NORMAL)
    }

    /// Returns the code, [`CloseCode::NO_STATUS`] for an empty frame.
    pub fn code(&self) -> CloseCode {
        self.code
    }

    /// Returns the reason, empty if there is none.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Creates a frame whose reason is cut at a character boundary if it is longer than [`CloseFrame::MAX_REASON`]
    /// bytes: for reasons that only serve logs.
    pub fn truncated(code: CloseCode, reason: &str) -> Self {
        let end = (0..=Self::MAX_REASON.min(reason.len())).rev().find(|end| reason.is_char_boundary(*end)).unwrap_or(0);
        Self { code, reason: reason.get(..end).unwrap_or_default().into() }
    }

    /// Decodes the body of a close frame.
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

    /// Encodes the body of a close frame, empty for a code that may not be sent.
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

/// The error of a received close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseFault {
    Protocol(&'static str),
    Utf8,
}

/// The error of a close code or reason that cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CloseError {
    /// The code may not be sent.
    Code(u16),
    /// The reason is too long: its length in bytes.
    Reason(usize),
}

impl fmt::Display for CloseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => {
                write!(
                    formatter,
                    "the close code {code} may not be sent: expected 1000 to 1003, 1007 to 1014, 3000 to 4999"
                )
            }
            Self::Reason(length) => {
                write!(formatter, "the close reason has {length} bytes: expected at most {}", CloseFrame::MAX_REASON)
            }
        }
    }
}

impl Error for CloseError {}

#[cfg(test)]
mod tests {
    use super::{CloseCode, CloseError, CloseFault, CloseFrame};

    #[test]
    fn codes_that_may_be_sent_are_those_of_the_registry() {
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
        assert_eq!(
            CloseFrame::truncated(CloseCode::POLICY, &"é".repeat(62)).reason().len(),
            CloseFrame::MAX_REASON - 1
        );
    }

    #[test]
    fn bodies_of_close_frames_are_decoded_and_encoded() {
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
