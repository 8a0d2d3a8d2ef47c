//! Sizes that a peer may not pass.

use std::fmt;

/// The most bytes that pass, or no limit. Where several speak, the smallest holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SizeLimit(Option<u64>);

impl SizeLimit {
    /// Everything passes.
    pub const fn unlimited() -> Self {
        Self(None)
    }

    /// A size passes if it is at most this many bytes.
    pub const fn at_most(bytes: u64) -> Self {
        Self(Some(bytes))
    }

    /// Both limits at once.
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Some(one), Some(two)) => Self(Some(if one < two { one } else { two })),
            (Some(one), None) | (None, Some(one)) => Self(Some(one)),
            (None, None) => Self(None),
        }
    }

    /// Whether a size passes.
    pub const fn allows(self, bytes: u64) -> bool {
        match self.0 {
            None => true,
            Some(most) => bytes <= most,
        }
    }

    /// The most bytes that pass, if there is a limit.
    pub const fn most(self) -> Option<u64> {
        self.0
    }

    /// The limit as a size in memory.
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
