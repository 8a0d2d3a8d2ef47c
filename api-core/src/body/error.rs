//! Errors of bodies.

use std::fmt;

/// A boxed error of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// The error of a request body that arrived too slowly.
///
/// An error of this type in a body's error chain makes the status of the response 408 instead of 400.
#[derive(Debug)]
pub struct BodyTimeout;

impl BodyTimeout {
    /// Returns whether an error is a time-out, or was caused by one.
    pub(crate) fn caused(error: &(dyn std::error::Error + 'static)) -> bool {
        std::iter::successors(Some(error), |error| error.source()).any(<dyn std::error::Error>::is::<Self>)
    }
}

impl fmt::Display for BodyTimeout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the request body arrived too slowly")
    }
}

impl std::error::Error for BodyTimeout {}
