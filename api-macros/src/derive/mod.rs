//! The derive macros.

pub(crate) mod model;
