//! The size of a compression window.

use std::error::Error;
use std::fmt;

/// A compression window by its power of two, from 9 (512 bytes) to 15 (32 KiB).
///
/// RFC 7692 allows 8 too, which the compressor does not support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WindowBits(u8);

impl WindowBits {
    /// 512 bytes.
    pub const MIN: Self = Self(9);
    /// 32 KiB, the default of the extension.
    pub const MAX: Self = Self(15);

    /// Creates a window of 2^`bits` bytes.
    ///
    /// # Errors
    /// Returns an error unless `bits` is from 9 to 15.
    pub const fn new(bits: u8) -> Result<Self, WindowError> {
        if bits < Self::MIN.0 || bits > Self::MAX.0 { Err(WindowError(bits)) } else { Ok(Self(bits)) }
    }

    /// Returns the power of two.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Returns the size in bytes.
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

/// The error of a window size that is not supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowError(u8);

impl fmt::Display for WindowError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a window of {} bits is not supported: expected 9 to 15", self.0)
    }
}

impl Error for WindowError {}
