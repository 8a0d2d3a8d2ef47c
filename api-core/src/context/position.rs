//! The zipper over a path: what was visited, what is still to visit, and the spans that were captured.

use std::borrow::Cow;
use std::str::Utf8Error;

use percent_encoding::percent_decode_str;

/// How many pieces of one path can be captured.
pub const MAX_CAPTURES: usize = 12;

/// How empty segments are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slashes {
    /// `/a//b` has an empty segment and `/a/` ends in one; neither equals `/a/b` or `/a`.
    #[default]
    Strict,
    /// One slash at the end is dropped; empty segments elsewhere stay.
    IgnoreTrailing,
    /// Runs of slashes count as one and slashes at the end are dropped.
    Merge,
}

/// Where in a path routing stands.
///
/// Spans are byte offsets: a path has fewer than 65,535 bytes, which `http::Uri` sees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Offset of the slash in front of the next segment, or the path's length.
    offset: u16,
    visited: u16,
    captured: u8,
    captures: [(u16, u16); MAX_CAPTURES],
}

impl Position {
    /// In front of the first segment. The path `/` has none.
    pub fn start(path: &str) -> Self {
        let offset = if path == "/" || path == "*" { offset(path.len()) } else { 0 };
        Self { offset, visited: 0, captured: 0, captures: [(0, 0); MAX_CAPTURES] }
    }

    /// How many segments were visited.
    pub fn depth(&self) -> u16 {
        self.visited
    }

    /// How many captures were made.
    pub fn captures(&self) -> usize {
        usize::from(self.captured)
    }

    /// The part of the path still to visit, with its leading slash.
    pub fn rest<'p>(&self, path: &'p str) -> &'p str {
        path.get(usize::from(self.offset)..).unwrap_or_default()
    }

    pub(super) fn at_end(&self, path: &str, slashes: Slashes) -> bool {
        let rest = self.rest(path);
        match slashes {
            Slashes::Strict => rest.is_empty(),
            Slashes::IgnoreTrailing => rest.is_empty() || rest == "/",
            Slashes::Merge => rest.bytes().all(|byte| byte == b'/'),
        }
    }

    #[inline]
    pub(super) fn pop<'p>(&mut self, path: &'p str, slashes: Slashes) -> Option<RawSegment<'p>> {
        let from = usize::from(self.offset);
        let mut rest = path.as_bytes().get(from..)?;
        match (slashes, rest) {
            (_, []) | (Slashes::IgnoreTrailing, [b'/']) => return None,
            (Slashes::Strict | Slashes::IgnoreTrailing, [b'/', tail @ ..]) => rest = tail,
            (Slashes::Strict | Slashes::IgnoreTrailing, _) => {}
            (Slashes::Merge, _) => {
                while let [b'/', tail @ ..] = rest {
                    rest = tail;
                }
                if rest.is_empty() {
                    return None;
                }
            }
        }
        let start = path.len() - rest.len();
        let end = start + rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
        self.offset = offset(end);
        self.visited = self.visited.saturating_add(1);
        path.get(start..end).map(RawSegment)
    }

    pub(super) fn pop_all<'p>(&mut self, path: &'p str, slashes: Slashes) -> &'p str {
        let mut rest = self.rest(path);
        rest = rest.strip_prefix('/').unwrap_or(rest);
        match slashes {
            Slashes::Strict => {}
            Slashes::IgnoreTrailing => rest = rest.strip_suffix('/').unwrap_or(rest),
            Slashes::Merge => rest = rest.trim_matches('/'),
        }
        while self.pop(path, slashes).is_some() {}
        self.offset = offset(path.len());
        rest
    }

    pub(super) fn capture<'p>(&mut self, path: &'p str, slashes: Slashes) -> Option<RawSegment<'p>> {
        let before = *self;
        let segment = self.pop(path, slashes).filter(|segment| !segment.0.is_empty() && self.keep(path, segment.0));
        if segment.is_none() {
            *self = before;
        }
        segment
    }

    pub(super) fn capture_rest<'p>(&mut self, path: &'p str, slashes: Slashes) -> Option<RawSegment<'p>> {
        let before = *self;
        let rest = self.pop_all(path, slashes);
        if rest.is_empty() || !self.keep(path, rest) {
            *self = before;
            return None;
        }
        Some(RawSegment(rest))
    }

    pub(super) fn captured<'p>(&self, path: &'p str, index: usize) -> Option<RawSegment<'p>> {
        let (start, end) = *self.captures.get(..self.captures())?.get(index)?;
        path.get(usize::from(start)..usize::from(end)).map(RawSegment)
    }

    pub(super) fn keep(&mut self, path: &str, text: &str) -> bool {
        let start = text.as_ptr() as usize - path.as_ptr() as usize;
        let Some(slot) = self.captures.get_mut(usize::from(self.captured)) else { return false };
        *slot = (offset(start), offset(start + text.len()));
        self.captured += 1;
        true
    }
}

fn offset(value: usize) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}

/// A piece of a path as it came, percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawSegment<'p>(pub &'p str);

impl<'p> RawSegment<'p> {
    /// The piece without its percent-encoding; borrowed where there is none. A plus stays a plus.
    ///
    /// # Errors
    /// If the decoded bytes are not UTF-8.
    pub fn decode(self) -> Result<Cow<'p, str>, Utf8Error> {
        if self.0.contains('%') { percent_decode_str(self.0).decode_utf8() } else { Ok(Cow::Borrowed(self.0)) }
    }

    /// Whether the decoded piece is this text.
    pub fn is(self, literal: &str) -> bool {
        self.0 == literal || (self.0.contains('%') && percent_decode_str(self.0).eq(literal.bytes()))
    }
}
