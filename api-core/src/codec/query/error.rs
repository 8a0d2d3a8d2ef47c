//! The error of one query key.

use std::fmt::{self, Display};

use crate::model::Violation;

/// The error of one query key: what is wrong and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The key, or the name of the argument when no single key is at fault.
    pub key: String,
    /// What is wrong, for example `is missing`.
    pub problem: String,
    /// What was expected, for example `integer 0..=255`. Empty if `problem` says everything.
    pub expected: String,
}

impl QueryError {
    /// Converts it to a violation below a place, for example `/query`.
    pub(crate) fn at(self, place: &str) -> Violation {
        Violation { path: format!("{place}/{}", self.key), problem: self.problem, expected: self.expected }
    }

    pub(super) fn new(key: impl Into<String>, problem: impl Display, expected: impl Display) -> Self {
        Self { key: key.into(), problem: problem.to_string(), expected: expected.to_string() }
    }
}

impl Display for QueryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.key, self.problem)?;
        if self.expected.is_empty() { Ok(()) } else { write!(formatter, ", expected {}", self.expected) }
    }
}
