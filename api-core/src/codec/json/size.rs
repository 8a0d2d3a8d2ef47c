//! The size of a value as JSON, without storing it.

use std::io;

use serde::Serialize;

/// Returns the number of bytes of a value's JSON. A value that cannot be encoded counts as far as it gets.
pub(crate) fn size<T: Serialize + ?Sized>(value: &T) -> usize {
    let mut counter = Counter(0);
    // Its reader gets the error.
    let _ = serde_json::to_writer(&mut counter, value);
    counter.0
}

/// A writer that counts bytes.
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
