//! The error of a shape for which no value can be generated.

use std::fmt;

/// The reason why no value can be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The pattern is invalid or has an unsupported construct, or no generated text of the required length matched it.
    Pattern(String),
    /// The type has a text format that the generator does not know.
    Format(String),
    /// No value satisfies the constraints, or the type has no finite value.
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
