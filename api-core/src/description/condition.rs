//! Conditions that tell endpoints of one path and method apart.

use std::fmt;

use crate::model::same;

use super::location::Location;

/// A part of the query or the header section that a request must have to reach an endpoint, beside its path and method.
///
/// ```
/// use api_core::description::{Condition, Endpoint, Path, Segment, Verb};
///
/// const CORS: Endpoint = Endpoint::new("cors", Verb::Get, Path(&[Segment::Capture("bucket")]))
///     .conditions(&[Condition::query("cors", None)]);
/// assert_eq!(CORS.route(), "/{bucket}?cors");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Condition {
    /// The query or the header section.
    pub location: Location,
    /// The name of the key, or of the field in lower case.
    pub name: &'static str,
    /// The value. `None`: any value, or none.
    pub value: Option<&'static str>,
}

impl Condition {
    /// A key of the query, with this value or with any.
    pub const fn query(name: &'static str, value: Option<&'static str>) -> Self {
        Self { location: Location::Query, name, value }
    }

    /// A header field with this value.
    pub const fn header(name: &'static str, value: &'static str) -> Self {
        Self { location: Location::Header, name, value: Some(value) }
    }

    const fn is(&self, other: &Self) -> bool {
        let is_same_value = match (self.value, other.value) {
            (Some(one), Some(other)) => same(one, other),
            (None, None) => true,
            _ => false,
        };
        self.location as u8 == other.location as u8 && same(self.name, other.name) && is_same_value
    }
}

/// Writes the conditions as paths in attributes and locks have them: `?key=value` for the query, `#name=value` for
/// header fields.
pub(super) fn write(conditions: &[Condition], formatter: &mut impl fmt::Write) -> fmt::Result {
    for (location, mark) in [(Location::Query, '?'), (Location::Header, '#')] {
        let mut separator = mark;
        for condition in conditions.iter().filter(|condition| condition.location == location) {
            formatter.write_char(separator)?;
            formatter.write_str(condition.name)?;
            if let Some(value) = condition.value {
                write!(formatter, "={value}")?;
            }
            separator = '&';
        }
    }
    Ok(())
}

/// Returns whether each condition of the first list is in the second.
pub(crate) const fn are_among(mut conditions: &[Condition], others: &[Condition]) -> bool {
    while let [condition, rest @ ..] = conditions {
        let mut known = others;
        loop {
            match known {
                [] => return false,
                [other, ..] if condition.is(other) => break,
                [_, rest @ ..] => known = rest,
            }
        }
        conditions = rest;
    }
    true
}
