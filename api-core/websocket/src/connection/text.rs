//! The payloads of text messages.

use crate::message::Utf8Bytes;

/// A text that can be sent: everything that is `AsRef<str>`, and [`Utf8Bytes`].
pub trait TextPayload {
    /// Returns the text as bytes of UTF-8.
    fn as_utf8(&self) -> &[u8];
}

impl<T: AsRef<str> + ?Sized> TextPayload for T {
    fn as_utf8(&self) -> &[u8] {
        self.as_ref().as_bytes()
    }
}

/// The bytes are not validated again, as `AsRef<str>` would do.
impl TextPayload for Utf8Bytes {
    fn as_utf8(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl TextPayload for &Utf8Bytes {
    fn as_utf8(&self) -> &[u8] {
        self.as_bytes()
    }
}
