//! Notes of several tenants, served by routes that are partly written by hand.
//!
//! A request's path is read by a *zipper*: a position that moves over the segments and returns when a route misses.
//! Each part of [`routes()`] moves it, or looks at something else of the request.

#![forbid(unsafe_code)]

mod api;
mod by_hand;
mod notes;
mod routes;

pub use api::{Note, Notes, NotesApi, PlainNotes, PlainNotesApi};
pub use notes::{Book, Books};
pub use routes::routes;
