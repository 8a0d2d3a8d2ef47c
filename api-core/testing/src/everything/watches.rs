//! The API that callers of `everything` serve.

use std::convert::Infallible;

use api_core::api;

use super::{Change, Colour, EverythingError};

/// An API that callers of `everything` serve.
#[api(base = "/watches", errors = EverythingError)]
pub trait Watches {
    /// Tells of a change.
    #[post("/changes")]
    async fn changed(&self, #[query] colour: Colour, #[body] change: Change) -> Result<(), EverythingError>;

    /// Has no success.
    #[get("/moved")]
    async fn moved(&self) -> Result<Infallible, EverythingError>;
}
