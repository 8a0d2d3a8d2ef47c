//! The buffer that a value is written to.

use serde::Serialize;

/// The buffer that a value is written to.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(super) json: Vec<u8>,
    /// Whether a number was not finite. JSON cannot hold it, and `null` was written.
    pub(super) lost_a_number: bool,
}

impl Writer {
    /// Creates a writer that appends to a buffer.
    pub(crate) fn into(json: Vec<u8>) -> Self {
        Self { json, lost_a_number: false }
    }

    /// Returns the text, and whether a number was written as `null` because it is not finite.
    pub(crate) fn finish(self) -> (Vec<u8>, bool) {
        (self.json, self.lost_a_number)
    }

    /// Appends text that is JSON already.
    #[inline]
    pub(crate) fn raw(&mut self, json: &str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    /// Appends a value that can always be encoded: JSON, or texts and numbers.
    pub(crate) fn value<T: Serialize>(&mut self, value: &T) {
        // Such a value has no error.
        let _ = value.serialize(self);
    }

    #[inline]
    pub(super) fn byte(&mut self, byte: u8) {
        self.json.push(byte);
    }

    pub(crate) fn integer(&mut self, integer: impl itoa::Integer) {
        self.raw(itoa::Buffer::new().format(integer));
    }

    /// Writes a member's name and opens its value, for a variant that has content.
    pub(super) fn open_variant(&mut self, variant: &str) {
        self.byte(b'{');
        self.text(variant);
        self.byte(b':');
    }
}
