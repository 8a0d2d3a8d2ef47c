//! What is wrong with an outline.

use std::fmt;

/// One mistake in an [`Outline`](crate::Outline).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// The title is empty.
    #[error("the document has no title: name the API, for example `Rooms`")]
    NoTitle,
    /// The version is empty.
    #[error("the document has no version: name that of the API, for example `1.0.0`")]
    NoVersion,
    /// The URL of a server is neither absolute nor a path.
    #[error("the server `{0}` is neither an absolute URL, as in `https://api.example`, nor a path, as in `/v1`")]
    Server(String),
    /// The place of the documents is neither an absolute URL nor a path.
    #[error("the documents' place `{0}` is neither an absolute URL, as in `https://api.example/docs`, nor a path")]
    Published(String),
    /// An example in the documentation of a type is no value of it.
    #[error("the example of `{name}` is none of its values: {problem}\nin: {text}")]
    Example {
        /// The name of the type.
        name: String,
        /// Where it does not fit, and what would.
        problem: String,
        /// The example.
        text: String,
    },
    /// A prefix is not a path.
    #[error("the prefix `{0}` must begin with `/` and not end with it, and have no braces")]
    Prefix(String),
    /// An API occurs twice under one prefix.
    #[error("the API `{0}` is in the document twice: mount it under another prefix, or remove one")]
    Twice(String),
}

/// All mistakes in an [`Outline`](crate::Outline).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

/// Writes one mistake in a line.
impl fmt::Display for Mistakes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.0.iter().enumerate() {
            write!(formatter, "{}{mistake}", if index == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}
