//! The error of a shape without generated values.

use std::fmt;

/// The reason why no value can be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The pattern is beyond literals, classes, groups, alternatives and repetitions, or clashes with a length.
    Pattern(String),
    /// The type has a text format that the generator does not know.
    Format(String),
    /// The constraints leave nothing, or the type has no finite value.
    Nothing(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(pattern) => write!(formatter, "no text can be generated for the pattern `{pattern}`"),
            Self::Format(format) => write!(formatter, "no text can be generated for the format `{format}`"),
            Self::Nothing(what) => write!(formatter, "no value can be generated for {what}"),
        }
    }
}

impl std::error::Error for Refusal {}
