//! The position in a path: the segments that were consumed, the rest, and the spans that were captured.

use std::borrow::Cow;
use std::str::Utf8Error;

use percent_encoding::percent_decode_str;

use crate::codec::split_mixed;
use crate::description::Part;

/// Maximum number of captures in one path.
pub const MAX_CAPTURES: usize = 12;

/// The treatment of empty segments and trailing slashes.
///
/// ```
/// use api_core::context::{Context, RoutingSettings, Slashes};
///
/// let (head, ()) = http::Request::get("/rooms//7/").body(()).unwrap().into_parts();
/// for (slashes, count) in [(Slashes::Strict, 4), (Slashes::IgnoreTrailing, 3), (Slashes::Merge, 2)] {
///     let mut context = Context::new(&head, RoutingSettings::default().slashes(slashes));
///     assert_eq!(std::iter::from_fn(|| context.pop_segment()).count(), count);
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Slashes {
    /// Empty segments are kept: `/a//b` differs from `/a/b`, and `/a/` differs from `/a`.
    #[default]
    Strict,
    /// One trailing slash is ignored. Other empty segments are kept.
    IgnoreTrailing,
    /// Empty segments are ignored: consecutive slashes count as one, and trailing slashes are ignored. A service merges
    /// them before routing, so captures of the rest of a path and mounted services do not see them either.
    Merge,
}

/// A position in a path, with the captures before it.
///
/// Captures are spans of byte offsets. A path has fewer than 65,535 bytes, which `http::Uri` ensures.
///
/// ```
/// use api_core::context::{Context, RoutingSettings};
///
/// let (head, ()) = http::Request::get("/v1/acme/rooms").body(()).unwrap().into_parts();
/// let mut context = Context::new(&head, RoutingSettings::default());
/// context.pop_segment();
/// context.capture_segment();
/// let position = context.fork();
/// assert_eq!((position.depth(), position.captures(), position.rest(context.path())), (2, 1, "/rooms"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The offset of the slash before the next segment, or the length of the path.
    offset: u16,
    visited: u16,
    captured: u8,
    captures: [(u16, u16); MAX_CAPTURES],
}

impl Position {
    /// Returns the position before the first segment. The path `/` has no segments.
    pub fn start(path: &str) -> Self {
        let offset = if path == "/" || path == "*" { offset(path.len()) } else { 0 };
        Self { offset, visited: 0, captured: 0, captures: [(0, 0); MAX_CAPTURES] }
    }

    /// Returns the number of segments before this position.
    pub fn depth(&self) -> u16 {
        self.visited
    }

    /// Returns the number of captures before this position.
    pub fn captures(&self) -> usize {
        usize::from(self.captured)
    }

    /// Returns the rest of the path, with its leading slash.
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
        let rest = path.get(usize::from(self.offset)..)?;
        if rest.is_empty() || slashes == Slashes::IgnoreTrailing && rest == "/" {
            return None;
        }
        let rest = if slashes == Slashes::Merge {
            Some(rest.trim_start_matches('/')).filter(|rest| !rest.is_empty())?
        } else {
            rest.strip_prefix('/').unwrap_or(rest)
        };
        let (segment, after) = rest.split_at_checked(first_slash(rest.as_bytes()))?;
        self.offset = offset(path.len() - after.len());
        self.visited = self.visited.saturating_add(1);
        Some(RawSegment(segment))
    }

    /// Consumes the next segment if its text is `literal`, without a search for its end. Returns false also for a
    /// segment that equals the literal in another spelling: [`Position::pop`] and a comparison find it.
    #[inline]
    pub(super) fn pop_literal(&mut self, path: &str, literal: &str) -> bool {
        let Some([b'/', rest @ ..]) = path.as_bytes().get(usize::from(self.offset)..) else { return false };
        let Some([] | [b'/', ..]) = rest.strip_prefix(literal.as_bytes()) else { return false };
        if literal.is_empty() {
            return false;
        }
        self.offset = offset(usize::from(self.offset) + 1 + literal.len());
        self.visited = self.visited.saturating_add(1);
        true
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

    /// Captures the segments before the last `others`, at least one. The time is that of reading the path twice.
    pub(super) fn capture_before<'p>(
        &mut self,
        path: &'p str,
        others: usize,
        slashes: Slashes,
    ) -> Option<RawSegment<'p>> {
        let mut end = *self;
        let count = std::iter::from_fn(|| end.pop(path, slashes)).count();
        let mut after = *self;
        for _ in 0..count.checked_sub(others)? {
            after.pop(path, slashes)?;
        }
        let text = path.get(usize::from(self.offset)..usize::from(after.offset))?;
        let text = if slashes == Slashes::Merge { text.trim_start_matches('/') } else { text.strip_prefix('/')? };
        if text.is_empty() || !after.keep(path, text) {
            return None;
        }
        *self = after;
        Some(RawSegment(text))
    }

    pub(super) fn captured<'p>(&self, path: &'p str, index: usize) -> Option<RawSegment<'p>> {
        let (start, end) = *self.captures.get(..self.captures())?.get(index)?;
        path.get(usize::from(start)..usize::from(end)).map(RawSegment)
    }

    pub(super) fn keep_parts(&mut self, path: &str, segment: &str, parts: &[Part]) -> bool {
        let before = *self;
        let matches = split_mixed(segment, parts, |captured| self.keep(path, captured));
        if !matches {
            *self = before;
            return false;
        }
        // They were found from the last to the first.
        let found = usize::from(before.captured)..usize::from(self.captured);
        self.captures.get_mut(found).unwrap_or_default().reverse();
        true
    }

    pub(super) fn keep(&mut self, path: &str, text: &str) -> bool {
        let start = text.as_ptr() as usize - path.as_ptr() as usize;
        let Some(slot) = self.captures.get_mut(usize::from(self.captured)) else { return false };
        *slot = (offset(start), offset(start + text.len()));
        self.captured += 1;
        true
    }
}

/// Returns the index of the first slash, otherwise the length. It looks at eight bytes at once, which most segments fit
/// in.
#[inline]
fn first_slash(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        // A byte is zero where it was a slash. Of the bytes marked here, the first is marked rightly.
        let word = u64::from_le_bytes(*word) ^ (ONES * 0x2F);
        let marks = word.wrapping_sub(ONES) & !word & HIGH;
        if marks != 0 {
            return bytes.len() - rest.len() + marks.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    let before = bytes.len() - rest.len();
    before + rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len())
}

fn offset(value: usize) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}

/// A part of a path, percent-encoded.
///
/// ```
/// use api_core::context::RawSegment;
///
/// assert_eq!(RawSegment("a%20b").decode().unwrap(), "a b");
/// assert!(RawSegment("r%6Foms").is("rooms"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawSegment<'p>(pub &'p str);

impl<'p> RawSegment<'p> {
    /// Decodes the percent-encoding. Borrows if nothing is encoded. `+` is not decoded.
    ///
    /// # Errors
    /// Returns an error if the decoded bytes are not UTF-8.
    pub fn decode(self) -> Result<Cow<'p, str>, Utf8Error> {
        if self.0.contains('%') { percent_decode_str(self.0).decode_utf8() } else { Ok(Cow::Borrowed(self.0)) }
    }

    /// Returns whether the decoded part equals `literal`.
    pub fn is(self, literal: &str) -> bool {
        self.0 == literal || (self.0.contains('%') && percent_decode_str(self.0).eq(literal.bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::first_slash;

    #[test]
    fn the_first_slash_is_found_at_each_place() {
        for length in 0..20 {
            for place in 0..=length {
                for filling in [b'a', b'.', b'0', 0x2E, 0xAF, 0xFF] {
                    let mut bytes = vec![filling; length];
                    if let Some(byte) = bytes.get_mut(place) {
                        *byte = b'/';
                    }
                    assert_eq!(first_slash(&bytes), place, "{bytes:?}");
                    if let Some(byte) = bytes.get_mut(place + 1) {
                        *byte = b'/';
                        assert_eq!(first_slash(&bytes), place, "{bytes:?}");
                    }
                }
            }
        }
    }
}
