//! The notes of each tenant, in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use api_core::prelude::*;

use crate::api::{Note, Notes, PlainNotes};

/// The maximum number of notes of a tenant.
const MOST_NOTES: usize = 1_000;

/// The books of all tenants.
#[derive(Debug, Clone)]
pub struct Books(Arc<BTreeMap<String, Book>>);

impl Books {
    /// Creates an empty book for each tenant.
    pub fn new(tenants: &[&str]) -> Self {
        Self(Arc::new(tenants.iter().map(|tenant| ((*tenant).to_owned(), Book::default())).collect()))
    }

    /// Returns the book of a tenant. `None` if there is no such tenant.
    pub fn of(&self, tenant: &str) -> Option<Book> {
        self.0.get(tenant).cloned()
    }
}

/// The notes of one tenant. It is the session of both versions.
#[derive(Debug, Clone)]
pub struct Book {
    notes: Arc<Mutex<Vec<Note>>>,
    added: Arc<Topic<Note>>,
}

impl Default for Book {
    fn default() -> Self {
        Self { notes: Arc::default(), added: Arc::new(Topic::new(64, LagPolicy::Close)) }
    }
}

impl Book {
    /// Returns all notes.
    pub fn all(&self) -> Vec<Note> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds a note and publishes it.
    ///
    /// # Errors
    /// Returns a conflict if the book is full.
    pub fn write(&self, text: String) -> Result<Note, Error> {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() >= MOST_NOTES {
            return Err(Error::conflict("book_is_full"));
        }
        let number = u32::try_from(notes.len() + 1).unwrap_or(u32::MAX);
        let note = Note { number, text };
        notes.push(note.clone());
        self.added.publish_now(Event::new(note.clone()));
        Ok(note)
    }

    /// Follows the notes that are added from now on.
    pub fn follow(&self) -> Subscription<Note> {
        self.added.subscribe()
    }
}

impl Notes for Book {
    async fn notes(&self) -> Result<Vec<Note>, Error> {
        Ok(self.all())
    }

    async fn add(&self, text: String) -> Result<Note, Error> {
        self.write(text)
    }
}

impl PlainNotes for Book {
    async fn texts(&self) -> Result<Vec<String>, Error> {
        Ok(self.all().into_iter().map(|note| note.text).collect())
    }
}
