//! Limits on sizes that a peer chooses.

use std::fmt;

/// A maximum number of bytes, or no limit. Where several limits apply, the smallest holds.
///
/// ```
/// use api_websocket::SizeLimit;
///
/// let limit = SizeLimit::at_most(1024).min(SizeLimit::unlimited());
/// assert!(limit.allows(1024) && !limit.allows(1025));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SizeLimit(Option<u64>);

impl SizeLimit {
    /// Allows every size.
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// Allows sizes of at most `bytes`.
    pub const fn at_most(bytes: u64) -> Self {
        Self(Some(bytes))
    }

    /// Returns the smaller of both limits.
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(two)) => Self(Some(if one < two { one } else { two })),
            (Some(one), None) | (None, Some(one)) => Self(Some(one)),
            (None, None) => Self(None),
        }
    }

    /// Returns whether a size is allowed.
    pub const fn allows(self, bytes: u64) -> bool {
        match self.0 {
            None => true,
            Some(most) => bytes <= most,
        }
    }

    /// Returns the limit in bytes, `None` if there is none.
    pub const fn most(self) -> Option<u64> {
        self.0
    }

    /// Returns the limit as a size in memory.
    pub(crate) fn as_usize(self) -> usize {
        self.0.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX))
    }
}

impl fmt::Display for SizeLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => formatter.write_str("no limit"),
            Some(most) => write!(formatter, "{most} bytes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SizeLimit;

    #[test]
    fn limits_combine_by_minimum_and_are_inclusive() {
        let (none, ten, five) = (SizeLimit::unlimited(), SizeLimit::at_most(10), SizeLimit::at_most(5));
        assert_eq!(none.min(none), none);
        assert_eq!(none.min(ten), ten);
        assert_eq!(ten.min(none), ten);
        assert_eq!(ten.min(five), five);
        assert!(ten.allows(10) && !ten.allows(11) && none.allows(u64::MAX));
    }
}
