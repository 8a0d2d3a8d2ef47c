//! What is read from a document.

use api_lock::Lock;

use crate::note::Note;
use crate::texts::Texts;

/// A lock that was read from an OpenAPI document.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The lock.
    pub lock: Lock,
    /// What the lock does not say.
    pub notes: Vec<Note>,
    /// The descriptions of the document.
    pub texts: Texts,
}
