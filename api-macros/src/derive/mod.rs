//! The derive macros.

pub(crate) mod api_error;
pub(crate) mod model;
pub(crate) mod reply;
mod thiserror;
mod variant;
