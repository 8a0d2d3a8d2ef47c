//! The size of a window: how far back compressed data may point.

use std::error::Error;
use std::fmt;

/// A window of 2 to this power bytes, from 9 (512 bytes) to 15 (32 KiB).
///
/// RFC 7692 knows 8 too, and no compressor here can: zlib's smallest is 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WindowBits(u8);

impl WindowBits {
    /// 512 bytes.
    pub const MIN: Self = Self(9);
    /// 32 KiB, which holds where nothing else was agreed on.
    pub const MAX: Self = Self(15);

    /// A window by its power of two.
    ///
    /// # Errors
    /// Outside 9 to 15.
    pub const fn new(bits: u8) -> Result<Self, WindowError> {
        if bits < Self::MIN.0 || bits > Self::MAX.0 { Err(WindowError(bits)) } else { Ok(Self(bits)) }
    }

    /// The power of two.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The window in bytes.
    pub const fn bytes(self) -> usize {
        1 << self.0
    }
}

impl Default for WindowBits {
    fn default() -> Self {
        Self::MAX
    }
}

impl TryFrom<u8> for WindowBits {
    type Error = WindowError;

    fn try_from(bits: u8) -> Result<Self, WindowError> {
        Self::new(bits)
    }
}

impl fmt::Display for WindowBits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

/// A number that is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowError(u8);

impl fmt::Display for WindowError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a window of {} bits cannot be had: expected 9 to 15", self.0)
    }
}

impl Error for WindowError {}
