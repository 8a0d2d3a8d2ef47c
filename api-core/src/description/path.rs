//! Path templates: `/rooms/{room_id}/files/{*name}` as segments.

use std::fmt;

/// One segment of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// A segment that equals this text after percent-decoding.
    Literal(&'static str),
    /// Any one non-empty segment, captured under this name.
    Capture(&'static str),
    /// Text beside captures in one segment: `{id}:cancel`, `{base}...{head}`. Between two captures there is text.
    Mixed(&'static [Part]),
    /// One or more segments, captured under this name: the rest of the path without those that the segments after this
    /// one match. A path has at most one.
    Wildcard(&'static str),
}

/// A part of a segment that has text beside captures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// This text, as a client writes it: ASCII characters as they are, others percent-encoded.
    Text(&'static str),
    /// At least one character, captured under this name. Percent-encoded characters belong to captures.
    Capture(&'static str),
}

/// A path template.
///
/// ```
/// use api_core::description::{Part, Path, Segment};
///
/// const FILE: Path = Path(&[Segment::Literal("rooms"), Segment::Capture("id"), Segment::Wildcard("file")]);
/// assert_eq!(FILE.to_string(), "/rooms/{id}/{*file}");
/// assert_eq!(FILE.captures().collect::<Vec<_>>(), ["id", "file"]);
///
/// const CANCEL: Path = Path(&[Segment::Mixed(&[Part::Capture("id"), Part::Text(":cancel")])]);
/// assert_eq!(CANCEL.to_string(), "/{id}:cancel");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path(pub &'static [Segment]);

impl Path {
    /// The path `/`, which has no segments.
    pub const ROOT: Self = Self(&[]);

    /// Returns the names of the captures and the wildcard, in order.
    pub fn captures(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.0.iter().flat_map(Segment::captures)
    }

    /// Returns the name of a capture or the wildcard, by its number from the end.
    pub(crate) const fn capture_from_end(&self, mut number: usize) -> Option<&'static str> {
        let mut segments = self.0;
        while let [rest @ .., segment] = segments {
            segments = rest;
            let whole = match segment {
                Segment::Literal(_) => continue,
                Segment::Capture(name) | Segment::Wildcard(name) => [Part::Capture(name)],
                Segment::Mixed(_) => [Part::Text("")],
            };
            let mut parts: &[Part] = if let Segment::Mixed(parts) = segment { parts } else { &whole };
            while let [before @ .., part] = parts {
                if let Part::Capture(name) = part {
                    if number == 0 {
                        return Some(name);
                    }
                    number -= 1;
                }
                parts = before;
            }
        }
        None
    }
}

impl Segment {
    /// Returns the names of the captures, in order.
    pub fn captures(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (whole, parts): (_, &[Part]) = match self {
            Self::Literal(_) => (None, &[]),
            Self::Capture(name) | Self::Wildcard(name) => (Some(*name), &[]),
            Self::Mixed(parts) => (None, parts),
        };
        let in_parts = parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Capture(name) => Some(*name),
        });
        whole.into_iter().chain(in_parts)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("/");
        }
        self.0.iter().try_for_each(|segment| write!(formatter, "/{segment}"))
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => formatter.write_str(text),
            Self::Capture(name) => write!(formatter, "{{{name}}}"),
            Self::Wildcard(name) => write!(formatter, "{{*{name}}}"),
            Self::Mixed(parts) => parts.iter().try_for_each(|part| match part {
                Part::Text(text) => formatter.write_str(text),
                Part::Capture(name) => write!(formatter, "{{{name}}}"),
            }),
        }
    }
}
