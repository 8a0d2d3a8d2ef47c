//! Errors of bodies.

use std::error::Error;
use std::fmt;

/// A boxed error of any type.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// The error of a request body that arrived too slowly.
///
/// An error of this type in a body's error chain makes the status of the response 408 instead of 400.
#[derive(Debug)]
pub struct BodyTimeout;

/// The error of a request body that is larger than a limit.
///
/// An error of this type in a body's error chain makes the status of the response 413 instead of 400.
///
/// ```
/// use api_core::body::BodyTooLarge;
///
/// assert_eq!(BodyTooLarge { limit: 1024 }.to_string(), "the request body is larger than 1024 bytes");
/// ```
#[derive(Debug)]
pub struct BodyTooLarge {
    /// The limit in bytes.
    pub limit: usize,
}

/// Returns the first error of type `E` in the chain of an error. Layers wrap the errors of bodies and services.
pub(crate) fn caused_by<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    std::iter::successors(Some(error), |error| cause(*error)).take(LONGEST_CHAIN).find_map(<dyn Error>::downcast_ref)
}

/// Returns the next error of a chain. `std::io::Error` names the source of the error inside it, and not that error.
fn cause<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error.downcast_ref::<std::io::Error>() {
        Some(error) => error.get_ref().map(|inner| inner as _),
        None => error.source(),
    }
}

/// Maximum number of errors of a chain that are looked at. A chain could be a cycle.
const LONGEST_CHAIN: usize = 32;

impl fmt::Display for BodyTimeout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the request body arrived too slowly")
    }
}

impl Error for BodyTimeout {}

impl fmt::Display for BodyTooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the request body is larger than {} bytes", self.limit)
    }
}

impl Error for BodyTooLarge {}
