//! Path templates: `/rooms/{room_id}/files/{*name}` as segments.

use std::fmt;

/// One segment of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// A segment that equals this text after percent-decoding.
    Literal(&'static str),
    /// Any one non-empty segment, captured under this name.
    Capture(&'static str),
    /// The rest of the path, at least one segment, captured under this name. Only valid as the last segment.
    Wildcard(&'static str),
}

/// A path template.
///
/// ```
/// use api_core::description::{Path, Segment};
///
/// const FILE: Path = Path(&[Segment::Literal("rooms"), Segment::Capture("id"), Segment::Wildcard("file")]);
/// assert_eq!(FILE.to_string(), "/rooms/{id}/{*file}");
/// assert_eq!(FILE.captures().collect::<Vec<_>>(), ["id", "file"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path(pub &'static [Segment]);

impl Path {
    /// The path `/`, which has no segments.
    pub const ROOT: Self = Self(&[]);

    /// Returns the names of the captures and the wildcard, in order.
    pub fn captures(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Literal(_) => None,
            Segment::Capture(name) | Segment::Wildcard(name) => Some(*name),
        })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("/");
        }
        self.0.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => write!(formatter, "/{text}"),
            Segment::Capture(name) => write!(formatter, "/{{{name}}}"),
            Segment::Wildcard(name) => write!(formatter, "/{{*{name}}}"),
        })
    }
}
