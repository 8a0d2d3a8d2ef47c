//! One alternative among an endpoint's answers.

use crate::model::Shape;

/// One successful answer.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// The status code, 200 to 299.
    pub status: u16,
    /// What it means, Markdown.
    pub docs: &'static str,
    /// The media type; none means no body.
    pub media_type: Option<&'static str>,
    /// What the body is, where it has a shape.
    pub shape: Option<&'static Shape>,
    /// The header fields it carries.
    pub headers: &'static [&'static str],
}

/// One error that an API answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCase {
    /// The status code, 400 to 599.
    pub status: u16,
    /// The machine-readable type.
    pub kind: &'static str,
    /// What it means, Markdown.
    pub docs: &'static str,
}
