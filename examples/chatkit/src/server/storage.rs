//! The storage of the state beyond the process.

use std::fmt;

use crate::domain::{Record, Write};

/// The storage of records. It is called while the state is locked, so it must be fast and must not wait for other
/// tasks.
pub trait Storage: Send + fmt::Debug {
    /// Stores all of these writes or none. After it returns, they survive a crash of the process.
    ///
    /// # Errors
    /// Returns an error if the writes cannot be stored.
    fn write(&mut self, writes: &[Write]) -> Result<(), StorageError>;

    /// Loads all records.
    ///
    /// # Errors
    /// Returns an error if the records cannot be read.
    fn load(&mut self) -> Result<Vec<Record>, StorageError>;
}

/// The error of storing or loading the state.
#[derive(Debug, thiserror::Error)]
#[error("the state could not be {doing}")]
pub struct StorageError {
    doing: &'static str,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl StorageError {
    /// Creates an error from the failed operation and its cause.
    pub fn new(doing: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { doing, source: source.into() }
    }
}
