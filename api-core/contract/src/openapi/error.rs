//! Why a document cannot be read.

/// The reason why a document cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenApiError {
    /// The document is not OpenAPI 3.0 or 3.1.
    #[error("this is not OpenAPI 3.0 or 3.1: its member `openapi` is {0}, expected for example \"3.1.0\"")]
    Version(String),
    /// A part of the document has another JSON type than OpenAPI gives it.
    #[error("{place}: expected {expected}, found {found}")]
    Type {
        /// The operation or type, and the member.
        place: String,
        /// The JSON type of OpenAPI.
        expected: &'static str,
        /// The JSON type of the document.
        found: &'static str,
    },
    /// A reference has no target in the document.
    #[error("{place}: `{reference}` refers to nothing in this document: references begin with `#/`")]
    Reference {
        /// The operation or type.
        place: String,
        /// The reference.
        reference: String,
    },
    /// A type consists of nothing but itself.
    #[error("type {0}: it is defined by nothing but itself, so it has no values")]
    Cycle(String),
    /// The document is nested more deeply than it is read.
    #[error("{place}: schemas are nested more than {limit} deep, or one is a part of itself by `allOf`")]
    Nesting {
        /// The operation or type.
        place: String,
        /// The maximum depth.
        limit: usize,
    },
    /// Reading the document takes more steps than a document of its size should need.
    #[error("{place}: the document has more than {limit} schemas, counting those that are merged by `allOf`")]
    Size {
        /// The operation or type.
        place: String,
        /// The maximum number of schemas.
        limit: usize,
    },
}
