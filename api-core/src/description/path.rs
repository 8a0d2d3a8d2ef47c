//! Path templates: `/rooms/{room_id}/files/{*name}` as segments.

use std::fmt;

/// One step of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// The segment must equal this text (after percent-decoding).
    Literal(&'static str),
    /// Exactly one non-empty segment, passed on under this name.
    Capture(&'static str),
    /// All that is left, at least one segment, passed on under this name. Only as the last step.
    Wildcard(&'static str),
}

/// A path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path(pub &'static [Segment]);

impl Path {
    /// The path of nothing: `/`.
    pub const ROOT: Self = Self(&[]);

    /// The names of the captures and the wildcard, in order.
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
