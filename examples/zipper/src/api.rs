//! Two versions of one API on the same paths.

use api_core::prelude::*;
use serde::{Deserialize, Serialize};

/// A note of version 2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Note {
    /// The number of the note, counted from 1.
    pub number: u32,
    /// The text.
    pub text: String,
}

/// Version 2, for requests with `API-Version: 2`.
#[api]
pub trait Notes {
    /// Returns all notes, numbered.
    #[get("/notes")]
    async fn notes(&self) -> Result<Vec<Note>, Error>;

    /// Adds a note.
    #[post("/notes")]
    async fn add(&self, #[body] text: String) -> Result<Note, Error>;
}

/// Version 1, for all other requests.
#[api]
pub trait PlainNotes {
    /// Returns the texts of all notes.
    #[get("/notes")]
    async fn texts(&self) -> Result<Vec<String>, Error>;
}
