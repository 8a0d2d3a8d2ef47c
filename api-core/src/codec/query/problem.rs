//! What is wrong with one key of a query.

use std::fmt::{self, Display};

use crate::model::Violation;

/// What is wrong with one key, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key, or the name of the argument when no single key is at fault.
    pub key: String,
    /// What is wrong: `is missing`.
    pub problem: String,
    /// What would be right: `integer 0..=255`; empty if the problem says it all.
    pub expected: String,
}

impl Problem {
    /// The same as a violation below a place, `/query` for instance.
    pub(crate) fn at(self, place: &str) -> Violation {
        Violation { path: format!("{place}/{}", self.key), problem: self.problem, expected: self.expected }
    }

    pub(super) fn new(key: impl Into<String>, problem: impl Display, expected: impl Display) -> Self {
        Self { key: key.into(), problem: problem.to_string(), expected: expected.to_string() }
    }
}

impl Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.key, self.problem)?;
        if self.expected.is_empty() { Ok(()) } else { write!(formatter, ", expected {}", self.expected) }
    }
}
