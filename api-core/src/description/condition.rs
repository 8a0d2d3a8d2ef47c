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

    /// A header field with any value.
    pub const fn any_header(name: &'static str) -> Self {
        Self { location: Location::Header, name, value: None }
    }

    /// Returns whether each request that meets this condition meets the other one.
    const fn implies(&self, other: &Self) -> bool {
        let is_same_part = self.location as u8 == other.location as u8 && same(self.name, other.name);
        is_same_part && (other.value.is_none() || self.is(other))
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

/// Returns whether two lists have the same conditions, in any order.
pub(crate) const fn are_same(conditions: &[Condition], others: &[Condition]) -> bool {
    are_met_by(conditions, others, true) && are_met_by(others, conditions, true)
}

/// Returns whether each request that meets the second list of conditions meets the first.
pub(crate) const fn are_implied(conditions: &[Condition], others: &[Condition]) -> bool {
    are_met_by(conditions, others, false)
}

const fn are_met_by(mut conditions: &[Condition], others: &[Condition], exactly: bool) -> bool {
    while let [condition, rest @ ..] = conditions {
        let mut known = others;
        loop {
            match known {
                [] => return false,
                [other, ..] if condition.is(other) || !exactly && other.implies(condition) => break,
                [_, rest @ ..] => known = rest,
            }
        }
        conditions = rest;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Condition, are_implied, are_same};

    #[test]
    fn a_value_implies_any_value_and_not_the_other_way_round() {
        let (any, two) = (Condition::any_header("x-version"), Condition::header("x-version", "2"));
        let (key, query) = (Condition::query("x-version", None), Condition::query("view", Some("full")));
        let table: [(&[Condition], &[Condition], bool, bool); 8] = [
            (&[], &[any], true, false),
            (&[any], &[any], true, true),
            (&[any], &[two], true, false),
            (&[two], &[any], false, false),
            (&[any, query], &[query, two], true, false),
            (&[any, query], &[query, any], true, true),
            (&[any], &[key], false, false),
            (&[any], &[], false, false),
        ];
        for (one, other, implied, same) in table {
            assert_eq!((are_implied(one, other), are_same(one, other)), (implied, same), "{one:?} {other:?}");
        }
    }
}
