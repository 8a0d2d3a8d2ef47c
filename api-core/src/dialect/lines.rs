//! Splits a stream of bytes into lines of bounded length.

use super::DialectError;

/// The line terminators of a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Terminators {
    /// LF. A CR before it is white space in JSON.
    LineFeed,
    /// LF, CR, or CR LF as one terminator.
    Any,
}

/// A buffer of bytes that are not split yet. Each byte is examined once, however the stream is split.
#[derive(Debug)]
pub(super) struct Lines {
    terminators: Terminators,
    limit: usize,
    buffer: Vec<u8>,
    /// The offset of the first line that was not returned.
    start: usize,
    /// The offset up to which no terminator was found.
    searched: usize,
    /// Whether the last line ended in CR. An LF directly after it belongs to the same terminator.
    after_return: bool,
}

impl Lines {
    pub(super) fn new(terminators: Terminators, limit: usize) -> Self {
        Self { terminators, limit, buffer: Vec::new(), start: 0, searched: 0, after_return: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        // Returned lines are removed once per push rather than once per line.
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Returns the next line without its terminator.
    pub(super) fn next(&mut self) -> Option<Result<Vec<u8>, DialectError>> {
        if self.after_return
            && let Some(byte) = self.buffer.get(self.start)
        {
            self.after_return = false;
            if *byte == b'\n' {
                self.start += 1;
                self.searched = self.searched.max(self.start);
            }
        }
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let found = unsearched.iter().position(|byte| self.ends_line(*byte));
        let end = self.searched + found.unwrap_or(unsearched.len());
        if end - self.start > self.limit {
            return Some(Err(DialectError::TooLong { limit: self.limit }));
        }
        self.searched = end;
        found?;
        let line = self.buffer.get(self.start..end).unwrap_or_default().to_vec();
        self.after_return = self.buffer.get(end) == Some(&b'\r');
        self.start = end + 1;
        self.searched = self.start;
        Some(Ok(line))
    }

    fn ends_line(&self, byte: u8) -> bool {
        byte == b'\n' || byte == b'\r' && self.terminators == Terminators::Any
    }
}
