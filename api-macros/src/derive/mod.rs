//! The derive macros.

pub(crate) mod api_error;
pub(crate) mod content;
mod cookie;
pub(crate) mod header_fields;
pub(crate) mod model;
pub(crate) mod multipart;
pub(crate) mod reply;
mod thiserror;
mod variant;
