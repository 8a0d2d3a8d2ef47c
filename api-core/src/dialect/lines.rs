//! Cuts a stream of bytes into lines of bounded length.

use super::DialectError;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Terminators {
    /// LF; a CR before it is white space to JSON.
    LineFeed,
    /// LF, CR, or CR LF as one.
    Any,
}

/// Bytes not yet cut. Each byte is looked at once, however the stream is split.
#[derive(Debug)]
pub(super) struct Lines {
    terminators: Terminators,
    limit: usize,
    buffer: Vec<u8>,
    /// Where the first unfinished line begins.
    start: usize,
    /// Up to where no terminator was found.
    searched: usize,
    /// The last line ended in CR, so that an LF right after belongs to it.
    after_return: bool,
}

impl Lines {
    pub(super) fn new(terminators: Terminators, limit: usize) -> Self {
        Self { terminators, limit, buffer: Vec::new(), start: 0, searched: 0, after_return: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        // Lines already handed out are dropped here, once a push, rather than once a line.
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next line without its end.
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
