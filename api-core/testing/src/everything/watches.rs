//! The API that callers of `everything` serve.

use api_core::api;

use super::{Change, Colour, EverythingError};

/// An API that callers of `everything` serve.
#[api(base = "/watches", errors = EverythingError)]
pub trait Watches {
    /// Tells of a change.
    #[post("/changes")]
    async fn changed(&self, #[query] colour: Colour, #[body] change: Change) -> Result<(), EverythingError>;
}
